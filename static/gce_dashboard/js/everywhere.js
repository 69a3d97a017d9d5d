/* The search at the top of a page: pages by their name, and everything in the project. */
(function (gce) {
  "use strict";

  const { gettext, ngettext, interpolate } = gce;
  const WAIT = 250;
  const SHORTEST = 2;
  const PAGES = 5;

  class Search {
    constructor(element) {
      this.element = element;
      this.url = element.dataset.url;
      this.form = element.querySelector("form");
      this.field = element.querySelector("input");
      this.box = element.querySelector("[role=listbox]");
      this.status = element.querySelector("[role=status]");
      this.active = -1;
      this.field.addEventListener("input", () => this.changed());
      this.field.addEventListener("keydown", (event) => this.pressed(event));
      this.field.addEventListener("focus", () => this.field.value && this.changed());
      this.form.addEventListener("submit", (event) => event.preventDefault());
      element.addEventListener("focusout", (event) => {
        if (!element.contains(event.relatedTarget)) this.close();
      });
      // a click on a result keeps the focus in the field, so that the result is still there
      this.box.addEventListener("pointerdown", (event) => event.preventDefault());
      document.addEventListener("click", (event) => {
        if (event.target.closest("[data-gce-search]")) this.open();
      });
    }

    open() {
      this.element.classList.add("gce-search-open");
      this.field.focus();
      this.field.select();
    }

    close() {
      this.abort();
      this.element.classList.remove("gce-search-open");
      this.show([]);
      this.status.textContent = "";
    }

    abort() {
      clearTimeout(this.timer);
      if (this.asking) this.asking.abort();
      this.asking = null;
    }

    changed() {
      this.abort();
      const text = this.field.value.trim();
      if (text.length < SHORTEST) {
        this.show([]);
        return;
      }
      this.show(pages(text), gettext("Searching …"));
      this.timer = setTimeout(() => this.look(text), WAIT);
    }

    async look(text) {
      const asking = this.asking = new AbortController();
      try {
        const url = this.url + "?" + new URLSearchParams({ q: text });
        const { groups } = await gce.ask(url, { signal: asking.signal });
        const all = [...pages(text), ...groups];
        this.show(all, all.length ? "" : gettext("Nothing in this project has that."));
        this.tell(all.reduce((sum, group) => sum + group.items.length, 0));
      } catch (failure) {
        if (asking.signal.aborted) return;
        this.show(pages(text), failure.message);
      }
    }

    tell(count) {
      this.status.textContent =
        interpolate(ngettext("%s result", "%s results", count), [count]);
    }

    // what is shown

    show(groups, note = "") {
      this.box.replaceChildren(...groups.map(group));
      if (note) this.box.append(gce.el("p", { className: "gce-search-note" }, note));
      this.options = [...this.box.querySelectorAll("[role=option]")];
      this.options.forEach((option, index) => { option.id = this.box.id + "-" + index; });
      this.box.hidden = !groups.length && !note;
      this.field.setAttribute("aria-expanded", String(!this.box.hidden));
      this.point(this.options.length ? 0 : -1);
    }

    point(index) {
      this.active = index;
      this.options.forEach((option, place) =>
        option.setAttribute("aria-selected", String(place === index)));
      const option = this.options[index];
      if (option) {
        this.field.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        this.field.removeAttribute("aria-activedescendant");
      }
    }

    pressed(event) {
      const count = this.options ? this.options.length : 0;
      if (event.key === "ArrowDown" && count) this.point((this.active + 1) % count);
      else if (event.key === "ArrowUp" && count) this.point((this.active + count - 1) % count);
      else if (event.key === "Enter" && count) this.options[this.active].click();
      else if (event.key === "Escape") this.leave();
      else return;
      event.preventDefault();
    }

    leave() {
      this.field.value = "";
      this.close();
      this.field.blur();
    }
  }

  /** The pages of the menu that have the text in their name. */
  function pages(text) {
    const wanted = text.toLowerCase();
    const items = [...document.querySelectorAll("#sidebar a[href]")]
      .filter((link) => link.textContent.toLowerCase().includes(wanted))
      .slice(0, PAGES)
      .map((link) => ({ name: link.textContent.trim(), url: link.href, place: "" }));
    return items.length ? [{ title: gettext("Pages"), icon: "open", items, more: "" }] : [];
  }

  function group({ title, icon, items, more }) {
    const options = items.map((item) => option(item, icon));
    if (more) options.push(option({ name: gettext("More …"), url: more, place: "" }, "next"));
    const element = gce.el("div", {}, gce.el("p", { className: "gce-search-kind", ariaHidden: "true" }, title),
      ...options);
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", title);
    return element;
  }

  function option({ name, url, place }, icon) {
    const link = gce.el("a", { href: url, tabIndex: -1, target: "_self" }, gce.icon(icon), gce.el("span", {}, name));
    if (place) link.append(gce.el("small", {}, place));
    link.setAttribute("role", "option");
    return link;
  }

  gce.onPage("gce-search", (element) => {
    gce.search = new Search(element);
  });
})(window.gce);
