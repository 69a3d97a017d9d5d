/* A list page: filter, order, pages, live rows; selection and actions are in selection.js. */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  class List {
    constructor(element) {
      this.element = element;
      this.config = gce.config("gce-list-config");
      this.body = element.querySelector("tbody");
      this.filter = element.querySelector("#gce-filter");
      this.size = element.querySelector("#gce-size");
      this.previous = element.querySelector("[data-gce-page=previous]");
      this.next = element.querySelector("[data-gce-page=next]");
      this.rows = new Map();
      this.html = new Map();
      this.nextToken = "";
      this.version = "";
      this.failed = false;
      this.loading = true;
      this.brought = brought();
      this.columns = new gce.Columns(element);
      this.selection = new gce.Selection(this);
      this.poller = new gce.Poller(() => this.look(), this.config.pollInterval);
      this.listen();
      this.poller.now();
      gce.learnPermissions(() => this.selection.update());
    }

    listen() {
      this.element.querySelector(".gce-filter").addEventListener("submit", (event) => {
        event.preventDefault();
        this.go({ filter: this.filter.value.trim(), page: "" });
      });
      this.filter.addEventListener("change", () => this.go({ filter: this.filter.value.trim(), page: "" }));
      this.size.addEventListener("change", () => this.go({ size: this.size.value, page: "" }));
      this.previous.addEventListener("click", () => this.back());
      this.next.addEventListener("click", () => this.forward());
      for (const button of this.element.querySelectorAll("[data-gce-clear]")) {
        button.addEventListener("click", () => {
          this.filter.value = "";
          this.go({ filter: "", page: "" });
          this.filter.focus();
        });
      }
      for (const button of this.element.querySelectorAll("[data-gce-order]")) {
        button.addEventListener("click", () => {
          const order = button.dataset.gceOrder;
          this.go({ order: this.parameter("order") === order ? "" : order, page: "" });
        });
      }
      document.querySelector("[data-gce-refresh]").addEventListener("click", () => this.refresh());
      document.addEventListener("gce:operation", () => this.poller.now());
    }

    // where the list is: the page's address is the whole truth, but for the way back

    parameter(name) {
      return new URLSearchParams(location.search).get(name) || "";
    }

    go(changes, trail = []) {
      const query = new URLSearchParams(location.search);
      for (const [key, value] of Object.entries(changes)) {
        if (value) query.set(key, value);
        else query.delete(key);
      }
      const search = query.toString() ? "?" + query : location.pathname;
      if (search === (location.search || location.pathname)) return;
      history.pushState({ trail }, "", search);
      this.reload();
    }

    get trail() {
      return (history.state && history.state.trail) || [];
    }

    forward() {
      this.go({ page: this.nextToken }, [...this.trail, this.parameter("page")]);
    }

    back() {
      const trail = this.trail;
      // without the trail, as after following a link, the first page is the only one known
      this.go({ page: trail.length ? trail[trail.length - 1] : "" }, trail.slice(0, -1));
    }

    // what the list shows

    async reload() {
      this.selection.clear();
      this.size.value = this.parameter("size") || this.size.value;
      this.filter.value = this.parameter("filter");
      this.version = "";
      this.element.setAttribute("aria-busy", "true");
      this.loading = true;
      await this.poller.now();
    }

    async refresh() {
      const button = document.querySelector("[data-gce-refresh]");
      button.classList.add("gce-spinning");
      await this.poller.now();
      button.classList.remove("gce-spinning");
    }

    async look() {
      const asked = location.search;
      let fragment;
      try {
        fragment = await this.take() || await gce.ask(this.address());
      } catch (failure) {
        if (failure.signedOut && this.rows.size === 0) location.assign(gce.signInAddress());
        gce.notify([gce.asNotice(failure)]);
        this.element.removeAttribute("aria-busy");
        throw failure;
      }
      if (asked !== location.search) return true; // the user went on, and that is looked for next
      if (!fragment.unchanged) this.show(fragment);
      this.element.removeAttribute("aria-busy");
      if (this.failed) throw new gce.Failure("");
      return this.busy || gce.tray.running().length > 0; // what is being made is not listed yet
    }

    /** What the page has brought, once. */
    take() {
      const answer = this.brought;
      this.brought = null;
      return answer;
    }

    address() {
      if (!this.version) return location.pathname + location.search;
      const query = new URLSearchParams(location.search);
      query.set("version", this.version);
      return location.pathname + "?" + query;
    }

    show(fragment) {
      gce.notify(fragment.notices);
      this.failed = fragment.failed;
      // rows of a moment ago are better than none while the endpoint is away
      if (fragment.failed && !this.loading) return;
      this.version = fragment.version;
      this.busy = fragment.busy;
      this.nextToken = fragment.next;
      this.showRows(fragment.rows);
      this.showPager();
      if (this.loading) gce.say(interpolate(gettext("%s rows"), [fragment.rows.length]));
      this.loading = false;
      this.selection.update();
    }

    showRows(rows) {
      const focused = this.body.contains(document.activeElement) ? document.activeElement : null;
      const place = focused && focusPlace(focused);
      const kept = new Map();
      for (const { key, html } of rows) kept.set(key, this.rowFor(key, html));
      const wanted = [...kept.values()];
      const same = wanted.length === this.body.rows.length &&
        wanted.every((row, index) => row === this.body.rows[index]);
      if (!same) this.body.replaceChildren(...wanted);
      this.rows = kept;
      this.html = new Map(rows.map(({ key, html }) => [key, html]));
      if (place) restoreFocus(kept.get(place.key), place.index);
    }

    rowFor(key, html) {
      const old = this.rows.get(key);
      if (old && this.html.get(key) === html) return old;
      const template = document.createElement("template");
      template.innerHTML = html; // rendered and escaped by the console's view
      const row = template.content.querySelector("tr");
      this.columns.apply(row);
      return row;
    }

    showPager() {
      const empty = this.rows.size === 0;
      const narrowed = Boolean(this.parameter("filter") || this.parameter("page"));
      const show = (kind, visible) => {
        this.element.querySelector("[data-gce-empty=" + kind + "]").hidden = !visible;
      };
      show("none", empty && !narrowed && !this.failed);
      show("filtered", empty && narrowed && !this.failed);
      this.element.classList.toggle("gce-list-empty", empty);
      this.element.querySelector(".gce-filter [data-gce-clear]").hidden = !this.parameter("filter");
      this.next.disabled = !this.nextToken;
      this.previous.disabled = !this.parameter("page");
      this.showRange();
      const order = this.parameter("order");
      for (const button of this.element.querySelectorAll("[data-gce-order]")) {
        const down = button.dataset.gceOrder.endsWith(" desc");
        const sort = button.dataset.gceOrder === order ? (down ? "descending" : "ascending") : "none";
        button.closest("th").setAttribute("aria-sort", sort);
      }
    }

    showRange() {
      const before = this.trail.length * Number(this.size.value);
      const known = !this.parameter("page") || this.trail.length;
      const last = before + this.rows.size;
      const more = this.nextToken ? "+" : "";
      const range = this.element.querySelector("[data-gce-range]");
      if (!this.rows.size) range.textContent = "";
      else if (known) range.textContent = before + 1 + "–" + last + more;
      else range.textContent = interpolate(gettext("%s rows"), [this.rows.size]);
    }
  }

  /** The answer that comes as the last part of the page; null where that is cut short or empty. */
  function brought() {
    return new Promise((resolve) => {
      const look = () => {
        const element = document.getElementById("gce-rows");
        const complete = element && element.nextElementSibling;
        if (!complete && document.readyState === "loading") return;
        observer.disconnect();
        resolve(element && parsed(element.textContent));
      };
      // not by DOMContentLoaded alone: Horizon's Angular is before us there
      const observer = new MutationObserver(look);
      observer.observe(document.body, { childList: true });
      document.addEventListener("DOMContentLoaded", look);
      look();
    });
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  function focusPlace(element) {
    const row = element.closest("tr");
    const focusable = [...row.querySelectorAll("a, button, input, summary")];
    return { key: row.dataset.key, index: focusable.indexOf(element) };
  }

  function restoreFocus(row, index) {
    if (!row || row.contains(document.activeElement)) return;
    const focusable = [...row.querySelectorAll("a, button, input, summary")];
    if (focusable[index]) focusable[index].focus();
  }

  // first in line: Horizon's Angular would answer by putting its own idea of the address back
  window.addEventListener("popstate", (event) => {
    if (!gce.list) return;
    event.stopImmediatePropagation();
    gce.list.reload();
  });

  gce.onFrame("gce-list", (element) => {
    gce.list = new List(element);
  });
})(window.gce);
