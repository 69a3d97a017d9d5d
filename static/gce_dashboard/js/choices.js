/*
 * The lists of a form: what can be chosen, given what is chosen already; what shows, given what is
 * chosen; and which names are free. It knows no field by name: a list says in its attributes where
 * its choices come from (data-gce-offer), what they depend on (data-gce-within), what to begin
 * with (data-gce-prefer), and what its choice is called in a page's address.
 */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  const parse = (text, otherwise) => (text ? JSON.parse(text) : otherwise);

  gce.Choices = class {
    /** `again` asks for the lists once more; `signal` ends it, where the form stays for others. */
    constructor(form, again, signal) {
      this.form = form;
      this.again = again;
      this.offers = {};
      this.failed = new Map(); // names of lists that could not be had -> why
      form.addEventListener("change", (event) => this.changed(event.target), { signal });
      form.addEventListener("input", (event) => {
        if (event.target.matches("[data-gce-rows]")) this.fillAll();
      }, { signal });
    }

    /** Take what there is to choose from; returns the notices that no field has a place for. */
    take({ offers, notices }) {
      this.offers = offers;
      this.failed = new Map(notices.flatMap((each) => (each.offers || []).map((name) => [name, each])));
      const shown = new Set(this.lists().map((each) => each.dataset.gceOffer));
      return notices.filter((each) => !(each.offers || []).some((name) => shown.has(name)));
    }

    /** There is nothing to choose from, as nothing could be asked. */
    lack(failure) {
      this.failed = new Map(this.lists().map((each) => [each.dataset.gceOffer, failure]));
      this.fillAll();
    }

    /** Fill every list, and show what is to be shown. `wanted` are values by name. */
    begin(wanted = {}) {
      for (const [name, value] of Object.entries(wanted)) this.want(name, value);
      this.fillAll();
      this.show();
      this.suggestNames();
    }

    lists() {
      return [...this.form.querySelectorAll("select[data-gce-offer]")];
    }

    /** The control that a field's name means for a list: in its own row first. */
    control(name, near) {
      const row = near && near.closest("[data-gce-rows-body] > *");
      const own = row && row.querySelector("[data-gce-part=" + CSS.escape(name) + "]");
      return own || this.form.elements[name];
    }

    value(name, near) {
      const control = this.control(name, near);
      return control ? control.value : "";
    }

    // what is wanted, by the page's address, a draft, or the resource that is edited

    /** Choose a value as soon as it can be, and what it depends on with it. */
    want(name, value) {
      const lists = this.lists().filter((each) => each.dataset.gceOpenedWith === name);
      if (!lists.length) {
        setValue(this.form.elements[name], value);
        return;
      }
      const holding = lists.find((each) => this.option(each, value));
      const list = holding || lists[0];
      list.dataset.gceWanted = value;
      reveal(this.form, list);
      const option = this.option(list, value);
      for (const [role, field] of Object.entries(parse(list.dataset.gceWithin, {}))) {
        const place = option && option.within && option.within[role];
        const parent = this.form.elements[field];
        if (place && parent && !place.includes(parent.dataset.gceWanted || "")) {
          this.want(field, place[0]);
        }
      }
    }

    option(list, value) {
      return (this.offers[list.dataset.gceOffer] || []).find((each) => each.value === value);
    }

    // lists

    fillAll() {
      for (const list of this.lists()) this.fill(list);
    }

    changed(control) {
      if (!control.name) return;
      const name = control.dataset.gcePart || control.name;
      for (const list of this.lists()) {
        const within = Object.values(parse(list.dataset.gceWithin, {}));
        if (within.includes(name) || within.includes(control.name)) this.fill(list);
      }
      if (control.matches("select[data-gce-offer]")) this.note(control);
      this.show();
      this.least();
    }

    /** The options of a list that fit what is chosen; each value once. */
    fitting(list) {
      const within = Object.entries(parse(list.dataset.gceWithin, {}));
      const fits = (option) => within.every(([role, field]) => {
        const place = option.within && option.within[role];
        const chosen = this.value(field, list);
        return !place || !this.control(field, list) || place.includes(chosen);
      });
      const found = new Map();
      for (const each of this.offers[list.dataset.gceOffer] || []) {
        if (!found.has(each.value) && fits(each)) found.set(each.value, each);
      }
      return found;
    }

    fill(list) {
      const options = this.fitting(list);
      const before = list.value;
      const chosenBefore = [...list.selectedOptions].map((each) => each.value);
      const wanted = wantedOf(list);
      const shown = [...options.values()].map(toOption);
      if ("gceEmpty" in list.dataset) shown.unshift(new Option(list.dataset.gceEmpty, ""));
      const why = this.failed.get(list.dataset.gceOffer);
      const known = why ? (value) => new Option(nameOf(value), value) : unknown;
      shown.unshift(...wanted.filter((each) => !options.has(each)).map(known));
      list.replaceChildren(...grouped(shown, options));
      const prefer = parse(list.dataset.gcePrefer, []);
      const values = [...list.options].map((each) => each.value);
      const chosen = [...wanted, before, ...prefer].find((each) => each && values.includes(each));
      if (list.multiple) select(list, wanted.length ? wanted : chosenBefore);
      else if (chosen !== undefined) list.value = chosen;
      if ("gceFixed" in list.dataset === false) list.disabled = !values.length;
      const nothing = why ? gettext("Could not be loaded") : gettext("None available");
      if (!values.length) list.append(new Option(nothing, ""));
      this.note(list);
      this.sayFailed(list.closest("[data-field]"));
      if (list.value !== before) this.changed(list);
    }

    /** Say at a field whose list could not be had why that is so, with a way to ask again. */
    sayFailed(field) {
      const lists = field ? [...field.querySelectorAll("select[data-gce-offer]")] : [];
      const why = lists.map((each) => this.failed.get(each.dataset.gceOffer)).find(Boolean);
      const line = field && field.querySelector("[data-gce-unlisted]");
      if (!why && line) line.remove();
      if (!why || line) return;
      const words = [why.title, gce.sentence(why)].filter(Boolean).join(": ");
      const button = gce.el("button", {
        type: "button", className: "gce-button gce-button-outline",
      }, gettext("Try again"));
      button.addEventListener("click", () => this.tryAgain(field, button));
      const said = gce.el("div", { className: "gce-unlisted", role: "alert" },
        gce.el("span", {}, words), button);
      said.dataset.gceUnlisted = "";
      field.append(said);
    }

    /** Ask for the lists again; the focus goes to the field, or to what is wrong with it now. */
    async tryAgain(field, button) {
      button.disabled = true;
      try {
        await this.again();
      } catch (failure) {
        this.lack(gce.asNotice(failure));
      }
      for (const each of this.form.querySelectorAll("[data-gce-unlisted]")) each.remove();
      this.fillAll();
      (field.querySelector("[data-gce-unlisted] button") || field.querySelector("select")).focus();
    }

    /** What the chosen option says of itself, below its list. */
    note(list) {
      if (list.value !== list.dataset.gceWanted) delete list.dataset.gceWanted;
      const field = list.closest("[data-field]");
      const line = field && field.querySelector("[data-gce-note]");
      if (!line || field.querySelector("[data-gce-rows]")) return;
      const option = this.option(list, list.value);
      const words = option ? [option.note, option.mark].filter(Boolean) : [];
      line.textContent = words.join(" — ");
      line.hidden = !words.length;
    }

    /** A disk is at least as large as what it is made from. */
    least() {
      for (const field of this.form.querySelectorAll("[data-gce-least-of]")) {
        const sources = field.dataset.gceLeastOf.split(" ")
          .map((name) => this.form.elements[name])
          .filter((list) => list && !list.closest("[hidden]"));
        const sizes = sources.map((list) => (this.option(list, list.value) || {}).least || 0);
        const least = Math.max(1, ...sizes);
        field.min = least;
        if (field.value && Number(field.value) < least) field.value = least;
      }
    }

    // what shows

    show() {
      for (const part of this.form.querySelectorAll("[data-gce-when]")) {
        part.hidden = !this.holds(JSON.parse(part.dataset.gceWhen));
      }
      this.least();
    }

    holds(when) {
      return Object.entries(when).every(([name, wanted]) => {
        const control = this.form.elements[name];
        const inside = control && (control.closest ? control : control[0]);
        const shown = inside && !inside.closest("[data-gce-when][hidden]");
        return shown && wanted.includes(says(control));
      });
    }

    // names

    /** Names in use where the resource is going to be. */
    namesInUse(field) {
      const own = this.form.dataset.names;
      const collection = field.dataset.gceTaken === "own" ? own : field.dataset.gceTaken;
      const here = (option) => Object.entries(option.within || {}).every(([role, place]) => {
        const control = this.form.elements[role];
        return !control || !control.value || place.includes(control.value);
      });
      return (this.offers["names:" + collection] || []).filter(here).map((each) => each.value);
    }

    suggestNames() {
      for (const field of this.form.querySelectorAll("[data-gce-taken]")) {
        const input = field.querySelector("input");
        const stem = input.dataset.gceSuggest;
        if (!stem || input.value) continue;
        const taken = new Set(this.namesInUse(field));
        let number = 1;
        while (taken.has(stem + "-" + number)) number += 1;
        input.value = stem + "-" + number;
      }
    }

    /** What is wrong with the names that were typed: {field: [words]}. */
    clashes() {
      const errors = {};
      for (const field of this.form.querySelectorAll("[data-gce-taken]")) {
        const name = field.querySelector("input").value;
        if (!this.namesInUse(field).includes(name)) continue;
        errors[field.dataset.field] = [interpolate(gettext("%s is in use already."), [name])];
      }
      return errors;
    }
  };

  function toOption({ value, text, mark }) {
    return new Option(mark ? text + " (" + mark + ")" : text, value);
  }

  /** What somebody asked for stays to be seen, though it is not offered. */
  function unknown(value) {
    const words = value.includes("/family/") ? gettext("%s (the newest)") : gettext("%s (not found)");
    return new Option(interpolate(words, [nameOf(value)]), value);
  }

  const nameOf = (path) => path.split("/").pop();

  function grouped(shown, options) {
    const groups = new Map();
    return shown.filter((element) => {
      const { group } = options.get(element.value) || {};
      if (!group) return true;
      if (groups.has(group)) groups.get(group).append(element);
      else groups.set(group, gce.el("optgroup", { label: group }, element));
      return false;
    }).concat(...groups.values());
  }

  /** What somebody wants of a list; several are separated by commas, which no name has. */
  function wantedOf(list) {
    const wanted = list.dataset.gceWanted || "";
    return (list.multiple ? wanted.split(",") : [wanted]).filter(Boolean);
  }

  function select(list, values) {
    if (!values.length) return;
    for (const option of list.options) option.selected = values.includes(option.value);
  }

  function says(control) {
    if (control.type === "checkbox") return String(control.checked);
    return control.value;
  }

  function setValue(control, value) {
    if (!control) return;
    if (control.type === "checkbox") control.checked = value === true || value === "true";
    else control.value = value;
  }
  gce.setValue = setValue;

  /** Choose what makes a list show. */
  function reveal(form, list) {
    for (let part = list.closest("[data-gce-when]"); part; part = part.parentElement.closest("[data-gce-when]")) {
      for (const [name, wanted] of Object.entries(JSON.parse(part.dataset.gceWhen))) {
        const control = form.elements[name];
        if (control && !wanted.includes(says(control))) setValue(control, wanted[0]);
      }
    }
  }
})(window.gce);
