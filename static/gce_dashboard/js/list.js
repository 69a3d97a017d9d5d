/* A list page: filter, order, pages, live rows; selection and actions are in selection.js. */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  class List extends gce.LivePage {
    constructor(element) {
      const config = gce.config("gce-list-config");
      super(config.pollInterval, { brought: gce.brought() });
      this.element = element;
      this.config = config;
      this.collection = element.dataset.collection;
      this.body = element.querySelector("[data-gce-rows]");
      this.rows = new Map();
      this.html = new Map();
      this.nextToken = "";
      this.loading = true;
      this.preferences = new gce.Preferences(config.cookie, config.preferences);
      this.columns = new gce.Columns(this);
      this.selection = new gce.Selection(this);
      this.filter = new gce.Filter(this, config);
      this.pager = new gce.Pager(this);
      this.views = new gce.Views(this);
      this.underWay = new gce.UnderWay(this);
      this.menu = new gce.RowMenu(this);
      this.exports = new gce.Exports(this);
      this.listen();
      this.poller.now();
      gce.learnPermissions(() => this.selection.update());
    }

    listen() {
      for (const button of this.element.querySelectorAll("[data-gce-order]")) {
        button.addEventListener("click", () => this.sort(button.dataset.gceOrder));
      }
      document.querySelector("[data-gce-refresh]").addEventListener("click", () => this.refresh());
      gce.listenForArrows(this.body);
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

    async reload({ keepSelection = false } = {}) {
      if (!keepSelection) this.selection.clear();
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

    /** The list's address with more parameters, for what is about all its pages. */
    addressWith(parameters) {
      const query = new URLSearchParams(location.search);
      query.delete("page");
      for (const [key, value] of Object.entries(parameters)) query.set(key, value);
      return location.pathname + "?" + query;
    }

    unanswered(failure) {
      if (failure.signedOut && this.rows.size === 0) location.assign(gce.signInAddress());
      super.unanswered(failure);
      this.showFailure();
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
        this.columns.show(fragment.columns);
        this.showRows(fragment.rows);
        if (this.loading) gce.say(interpolate(gettext("%s rows"), [fragment.rows.length]));
      }
      this.loaded(fragment.total);
    }

    loaded(total) {
      this.element.removeAttribute("aria-busy");
      this.element.querySelector("[data-gce-skeleton]")?.remove();
      this.loading = false;
      this.underWay.show();
      this.showOrder();
      this.showEmpty();
      this.pager.show(total);
      this.selection.update();
    }

    showRows(rows) {
      const place = gce.placeOfFocus(this.body);
      const kept = new Map();
      for (const { key, html } of rows) kept.set(key, this.rowFor(key, html));
      const wanted = [...kept.values()];
      const same = wanted.length === this.body.rows.length &&
        wanted.every((row, index) => row === this.body.rows[index]);
      if (!same) this.body.replaceChildren(...wanted);
      this.rows = kept;
      this.html = new Map(rows.map(({ key, html }) => [key, html]));
      if (place) gce.restoreFocus(this.body, place, kept.get(place.key));
    }

    /** Give the focus back to a row after an action on it; to the filter where it is gone. */
    focusOn(key) {
      const row = this.rows.get(key);
      if (row) gce.focusRow(row);
      else if (document.activeElement === document.body) this.filter.input.focus();
    }

    async finished() {
      await super.finished();
      this.underWay.show();
    }

    rowFor(key, html) {
      const old = this.rows.get(key);
      if (old && this.html.get(key) === html) return old;
      const template = document.createElement("template");
      template.innerHTML = html; // rendered and escaped by the console's view
      const row = template.content.querySelector("tr");
      this.menu.addTo(row);
      gce.allowLinks(row);
      gce.rove(row);
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

  window.addEventListener("popstate", () => gce.list && gce.list.reload());

  gce.onFrame("gce-list", (element) => {
    gce.list = new List(element);
  });
})(window.gce);
