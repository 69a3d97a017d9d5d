/*
 * <gce-charts>: charts that the page's own view draws, asked for again every minute while they are
 * seen; and what was measured where the pointer is, or the arrow keys have led.
 */
(function (gce) {
  "use strict";

  const EVERY = 60;

  class Charts extends HTMLElement {
    connectedCallback() {
      this.tab = this.closest("[role=tabpanel]");
      this.box = this.querySelector(".gce-graphs");
      this.poller = this.poller || new gce.Poller((isLate) => this.look(isLate), EVERY, { overlap: true });
      this.addEventListener("click", (event) => this.clicked(event));
      document.addEventListener("gce:tab", () => this.turn());
      document.addEventListener("click", (event) => {
        if (event.target.closest("[data-gce-refresh]")) this.turn();
      });
      if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", () => this.turn());
      } else this.turn();
    }

    /** Look as long as the tab is shown. */
    turn() {
      if (this.tab.hidden) this.poller.stop();
      else this.poller.now();
    }

    get range() {
      return this.querySelector("[data-gce-range][aria-pressed=true]").dataset.gceRange;
    }

    clicked(event) {
      const chosen = event.target.closest("[data-gce-range]");
      if (!chosen) return;
      for (const each of this.querySelectorAll("[data-gce-range]")) {
        each.setAttribute("aria-pressed", String(each === chosen));
      }
      this.box.setAttribute("aria-busy", "true");
      this.poller.now();
    }

    async look(isLate) {
      const range = this.range;
      const address = location.pathname + "?charts=" + range;
      let answer;
      try {
        answer = await gce.ask(address);
      } catch (failure) {
        if (!isLate()) {
          const text = gce.el("p", { className: "gce-error" }, gce.sentence(failure));
          this.show(() => this.box.replaceChildren(text));
        }
        throw failure;
      }
      if (range === this.range && !isLate()) {
        this.show(() => { this.box.innerHTML = answer.html; }); // rendered and escaped by the view
      }
      return false;
    }

    /** Draw anew; tables that are open stay so. */
    show(draw) {
      const open = [...this.box.querySelectorAll("details")].map((each) => each.open);
      const focus = [...this.box.querySelectorAll("[data-gce-plot]")].indexOf(document.activeElement);
      draw();
      this.box.setAttribute("aria-busy", "false");
      this.box.querySelectorAll("details").forEach((each, index) => { each.open = open[index]; });
      if (focus >= 0) this.box.querySelectorAll("[data-gce-plot]")[focus]?.focus();
    }
  }

  /** The rows of a plot's table, the earliest first. */
  function rows(plot) {
    return [...plot.closest("figure").querySelectorAll("[data-gce-at]")].reverse();
  }

  function read(plot, row) {
    const figure = plot.closest("figure");
    const titles = [...figure.querySelectorAll("thead th")].map((each) => each.textContent);
    const [time, ...values] = [...row.cells].map((each) => each.textContent);
    const said = values.map((value, index) => value && titles[index + 1] + " " + value);
    figure.querySelector(".gce-readout").textContent = [time, ...said.filter(Boolean)].join(" · ");
    const at = row.dataset.gceAt;
    figure.querySelector(".gce-cursor").setAttribute("d", "M" + at + " 0V100");
    plot.dataset.gceRead = at;
  }

  document.addEventListener("pointermove", (event) => {
    const plot = event.target.closest("[data-gce-plot]");
    if (!plot) return;
    const box = plot.querySelector("svg").getBoundingClientRect();
    const at = 1000 * (event.clientX - box.left) / box.width;
    const far = (row) => Math.abs(row.dataset.gceAt - at);
    const nearest = rows(plot).reduce((one, other) => (far(other) < far(one) ? other : one));
    if (nearest.dataset.gceAt !== plot.dataset.gceRead) read(plot, nearest);
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const plot = event.target.closest("[data-gce-plot]");
    if (!step || !plot) return;
    event.preventDefault();
    const all = rows(plot);
    const now = all.findIndex((row) => row.dataset.gceAt === plot.dataset.gceRead);
    const next = now < 0 ? all.length - 1 : Math.min(all.length - 1, Math.max(0, now + step));
    read(plot, all[next]);
  });

  customElements.define("gce-charts", Charts);
})(window.gce);
