/* The foot of a list: which rows of how many, the way to others, how many at a time. */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  gce.Pager = class {
    constructor(list) {
      this.list = list;
      const part = (selector) => list.element.querySelector(selector);
      this.size = part("#gce-size");
      this.previous = part("[data-gce-page=previous]");
      this.next = part("[data-gce-page=next]");
      this.range = part("[data-gce-range]");
      this.total = part("[data-gce-total]");
      this.size.addEventListener("change", () => {
        list.preferences.set("size", Number(this.size.value));
        list.go({ size: this.size.value, page: "" });
      });
      this.previous.addEventListener("click", () => this.back());
      this.next.addEventListener("click", () => this.forth());
    }

    forth() {
      const { list } = this;
      list.go({ page: list.nextToken }, [...list.trail, list.parameter("page")]);
    }

    back() {
      const { trail } = this.list;
      // without the trail, as after following a link, the first page is the only one known
      this.list.go({ page: trail.length ? trail[trail.length - 1] : "" }, trail.slice(0, -1));
    }

    /** @param {?number} total - of all pages, where it is known */
    show(total) {
      this.showPage(total ?? this.countedAt(location.search));
      const isOneOfMany = this.list.nextToken || this.list.parameter("page");
      if (!Number.isInteger(total) && isOneOfMany) this.count();
    }

    /** What was counted on a page of the same rows; undefined where that was not done. */
    countedAt(search) {
      return this.counted && this.counted.of === this.rowsOf(search) ? this.counted.total : undefined;
    }

    /** What says which rows there are on all pages together. */
    rowsOf(search) {
      return new URLSearchParams(search).get("filter") || "";
    }

    /** Ask how many rows there are, once for a filter: a page is shown before they are counted. */
    async count() {
      const of = this.rowsOf(location.search);
      if (this.counted?.of === of) return;
      this.counted = { of, total: undefined };
      try {
        const { total } = await gce.ask(this.list.addressWith({ count: 1 }));
        this.counted = { of, total };
        if (this.rowsOf(location.search) === of) this.showPage(total);
      } catch {
        this.counted = null; // the next look at the list tries again
      }
    }

    showPage(total) {
      this.size.value = this.list.parameter("size") || this.size.value;
      this.next.disabled = !this.list.nextToken;
      this.previous.disabled = !this.list.parameter("page");
      const known = Number.isInteger(total);
      this.range.textContent = this.rangeText(!known && this.list.nextToken ? "+" : "");
      const many = known && total > this.list.rows.size;
      this.total.textContent = many ? interpolate(gettext("of %s"), [total]) : "";
    }

    rangeText(more) {
      const { list } = this;
      const count = list.rows.size;
      const page = list.parameter("page");
      if (!count) return "";
      if (page && !list.trail.length && !/^\d+$/.test(page)) {
        return interpolate(gettext("%s rows"), [count]);
      }
      const before = /^\d+$/.test(page) ? Number(page) : list.trail.length * Number(this.size.value);
      return before + 1 + "–" + (before + count) + more;
    }
  };
})(window.gce);
