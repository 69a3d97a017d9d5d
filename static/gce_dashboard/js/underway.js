/* What the user has just started, on the rows that it is about, until the server says so itself. */
(function (gce) {
  "use strict";

  gce.UnderWay = class {
    constructor(list) {
      this.list = list;
      this.coming = list.element.querySelector("[data-gce-coming]");
      document.addEventListener("gce:started", () => this.show());
    }

    show() {
      const { list } = this;
      const working = new Map(gce.tray.running().map((each) => [each.path, each]));
      for (const [key, row] of list.rows) sign(row, working.get(key));
      const first = !list.parameter("filter") && !list.parameter("page");
      const coming = [...working.values()].filter((each) => first && this.isComing(each));
      this.coming.replaceChildren(...coming.map((each) => this.row(each)));
    }

    /** Whether an operation makes one of the list's resources, which is not listed yet. */
    isComing({ type, path }) {
      const [name, collection] = path.split("/").reverse();
      return type === "insert" && Boolean(name) && collection === this.list.collection &&
        !this.list.rows.has(path);
    }

    row(operation) {
      const columns = this.list.element.querySelectorAll("thead th").length;
      return gce.el("tr", {}, gce.el("td", { colSpan: columns }, status(operation)));
    }
  };

  function sign(row, operation) {
    row.querySelector(".gce-under-way")?.remove();
    if (operation && !row.querySelector("[data-gce-operation]")) row.querySelector("th").append(status(operation));
  }

  function status({ words }) {
    return gce.el("span", { className: "gce-status gce-busy gce-under-way" }, gce.icon("busy"),
      gce.el("span", {}, words.doing));
  }
})(window.gce);
