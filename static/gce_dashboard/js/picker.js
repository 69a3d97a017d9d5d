/* The project picker: recent ones first, all of them by a part of the name. */
(function (gce) {
  "use strict";

  const { gettext } = gce;
  const RECENT = 5;

  class Picker {
    constructor(element) {
      this.element = element;
      this.field = element.querySelector("input");
      this.key = "gce-projects:" + element.dataset.owner;
      this.projects = JSON.parse(element.dataset.projects);
      this.recent = this.remember();
      element.addEventListener("toggle", () => element.open && this.open());
      element.addEventListener("keydown", (event) => this.pressed(event));
      this.field.addEventListener("input", () => this.show());
    }

    /** The projects that were used last, with this one before them. */
    remember() {
      const { project: id, path, name } = this.element.dataset;
      let kept = [];
      try {
        kept = JSON.parse(localStorage.getItem(this.key)) || [];
        kept = [{ id, path, name }, ...kept.filter((each) => each.id !== id)].slice(0, RECENT + 1);
        localStorage.setItem(this.key, JSON.stringify(kept));
      } catch {
        // without storage there are no recent ones
      }
      return kept.filter((each) => each.id !== id);
    }

    async open() {
      this.field.value = "";
      this.show();
      this.field.focus();
      const all = this.element.dataset.all;
      if (!all || this.complete) return;
      const answer = await gce.ask(all).catch(() => null);
      if (!answer) return;
      this.complete = true;
      this.projects = answer.projects;
      if (this.element.open) this.show();
    }

    show() {
      const wanted = this.field.value.trim().toLowerCase();
      const found = this.projects.filter((each) => each.name.toLowerCase().includes(wanted));
      const recent = wanted ? [] : this.recent;
      this.fill("[data-gce-recent]", recent);
      this.fill("[data-gce-projects]", found);
      this.element.querySelector("[data-gce-nothing]").hidden = found.length > 0;
    }

    fill(selector, projects) {
      const section = this.element.querySelector(selector);
      section.hidden = !projects.length;
      section.querySelector("ul").replaceChildren(
        ...projects.map((each) => gce.el("li", {}, this.link(each))));
    }

    link({ id, path, name }) {
      const { project, next, switch: leads } = this.element.dataset;
      const back = "?next=" + encodeURIComponent(next.replace("PROJECT", path));
      const here = id === project;
      const href = leads.replace("PROJECT", encodeURIComponent(id)) + back;
      const link = gce.el("a", { className: "gce-drop-item", href, target: "_self" },
        gce.icon(here ? "check" : "project"), gce.el("span", {}, name));
      if (here) {
        link.setAttribute("aria-current", "true");
        link.append(gce.el("small", {}, gettext("current")));
      }
      return link;
    }

    // arrows lead from the field into the list, and back; Enter takes the first

    pressed(event) {
      const links = [...this.element.querySelectorAll("section:not([hidden]) a")];
      const place = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown") (links[place + 1] || links[0] || this.field).focus();
      else if (event.key === "ArrowUp" && place >= 0) (links[place - 1] || this.field).focus();
      else if (event.key === "Enter" && place < 0 && this.field.value && links[0]) links[0].click();
      else return;
      event.preventDefault();
    }
  }

  gce.onPage("gce-picker", (element) => {
    gce.picker = new Picker(element);
  });
})(window.gce);
