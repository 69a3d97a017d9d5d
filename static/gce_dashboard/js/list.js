/* A list page: filter, order, pages, live rows; selection and actions are in selection.js. */
(function (gce) {
  "use strict";

  class List extends gce.LivePage {
    constructor(element) {
      const config = gce.config("gce-list-config");
      super(config.pollInterval);
      this.element = element;
      this.config = config;
      this.body = element.querySelector("tbody");
      this.rows = new Map();
      this.html = new Map();
      this.nextToken = "";
      this.loading = true;
      this.brought = brought();
      this.columns = new gce.Columns(element);
      this.selection = new gce.Selection(this);
      this.filter = new gce.Filter(this, config);
      this.pager = new gce.Pager(this);
      this.listen();
      this.poller.now();
      gce.learnPermissions(() => this.selection.update());
    }

    listen() {
      for (const button of this.element.querySelectorAll("[data-gce-order]")) {
        button.addEventListener("click", () => this.sort(button.dataset.gceOrder));
      }
      document.querySelector("[data-gce-refresh]").addEventListener("click", () => this.refresh());
    }

    // where the list is: the page's address is the whole truth, but for the way back

    parameter(name) {
      return new URLSearchParams(location.search).get(name) || "";
    }

    get order() {
      return this.parameter("order") || this.config.order;
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

    /** Sort by a column: first its usual way, then the other, then as the page comes. */
    sort(first) {
      const second = first.startsWith("-") ? first.slice(1) : "-" + first;
      const next = { [first]: second, [second]: "" };
      const order = this.order in next ? next[this.order] : first;
      this.go({ order: order === this.config.order ? "" : order, page: "" });
    }

    // what the list shows

    async reload() {
      this.selection.clear();
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

    address() {
      return location.pathname + location.search;
    }

    take() {
      const answer = this.brought;
      this.brought = null;
      return answer;
    }

    unanswered(failure) {
      if (failure.signedOut && this.rows.size === 0) location.assign(gce.signInAddress());
      super.unanswered(failure);
      this.element.removeAttribute("aria-busy");
    }

    /** Rows of a moment ago are better than none while the endpoint is away. */
    showFailure() {
      this.failed = true;
      this.loaded();
    }

    isMoving() {
      return this.busy || gce.tray.running().length > 0; // what is being made is not listed yet
    }

    show(fragment) {
      this.filter.show(fragment);
      this.failed = Boolean(fragment.unreadable);
      if (fragment.unreadable) {
        this.poller.stop(); // it will not become readable by itself
        this.version = "";
      } else {
        this.nextToken = fragment.next;
        this.showRows(fragment.rows);
        if (this.loading) gce.say(interpolate(gettext("%s rows"), [fragment.rows.length]));
      }
      this.loaded(fragment.total);
    }

    loaded(total) {
      this.element.removeAttribute("aria-busy");
      this.loading = false;
      this.showOrder();
      this.showEmpty();
      this.pager.show(total);
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

    showEmpty() {
      const empty = this.rows.size === 0;
      const narrowed = Boolean(this.parameter("filter") || this.parameter("page"));
      const show = (kind, visible) => {
        this.element.querySelector("[data-gce-empty=" + kind + "]").hidden = !visible;
      };
      show("none", empty && !narrowed && !this.failed);
      show("filtered", empty && narrowed && !this.failed);
      this.element.classList.toggle("gce-list-empty", empty);
    }

    showOrder() {
      for (const button of this.element.querySelectorAll("[data-gce-order]")) {
        const key = button.dataset.gceOrder.replace(/^-/, "");
        const sort = { [key]: "ascending", ["-" + key]: "descending" }[this.order] || "none";
        button.closest("th").setAttribute("aria-sort", sort);
      }
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
