/*
 * The filter bar of a list: what is looked for as chips, and a field with suggestions: fields, the
 * page's own words, and values that the rows show. What a chip means is the server's to say.
 */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  const MOST = 12; // suggestions at a time

  gce.Filter = class {
    constructor(list, config) {
      this.list = list;
      this.fields = config.suggestions;
      this.examples = config.examples;
      this.input = list.element.querySelector("#gce-filter");
      this.chips = list.element.querySelector(".gce-filter-chips");
      this.error = list.element.querySelector("#gce-filter-error");
      this.popup = new gce.Suggestions(this.input, list.element.querySelector("#gce-suggestions"));
      this.texts = []; // of the chips
      this.shown = { chips: [] };
      this.listen();
    }

    listen() {
      this.list.element.querySelector(".gce-filter").addEventListener("submit", (event) => {
        event.preventDefault();
        this.add(this.input.value);
      });
      this.input.addEventListener("input", () => this.suggest());
      this.input.addEventListener("focus", () => this.suggest());
      this.input.addEventListener("keydown", (event) => this.pressed(event));
      this.popup.onPick = (suggestion) => this.picked(suggestion);
      for (const button of this.list.element.querySelectorAll("[data-gce-clear]")) {
        button.addEventListener("click", () => {
          this.look([]);
          this.input.focus();
        });
      }
    }

    pressed(event) {
      if (event.key !== "Backspace" || this.input.value || !this.texts.length) return;
      event.preventDefault();
      this.edit(this.texts.length - 1);
    }

    // chips

    /** Look for one thing more. */
    add(text) {
      const wanted = text.trim();
      if (wanted) this.look([...this.texts.map(enclosed), wanted]);
    }

    edit(index) {
      const [text] = this.texts.splice(index, 1);
      this.draw(this.texts.map((each) => ({ text: each, label: each })));
      this.input.value = text;
      this.input.focus();
    }

    remove(index) {
      this.look(this.texts.filter((each, place) => place !== index));
      this.input.focus();
    }

    look(texts) {
      this.input.value = "";
      this.popup.close();
      this.draw(texts.map((each) => ({ text: each, label: each }))); // until the answer names them
      const filter = texts.join(" ");
      if (filter === this.list.parameter("filter")) this.show(this.shown);
      else this.list.go({ filter, page: "" });
    }

    /** Show what the server has understood: its chips, or why it is no filter. */
    show(fragment) {
      const { chips, unreadable } = this.shown = fragment;
      this.error.replaceChildren(...(unreadable ? told(unreadable) : []));
      this.error.hidden = !unreadable;
      this.input.setAttribute("aria-invalid", String(Boolean(unreadable)));
      if (unreadable) this.input.value = this.list.parameter("filter");
      this.draw(unreadable ? [] : chips);
    }

    draw(chips) {
      this.texts = chips.map(({ text }) => text);
      this.chips.replaceChildren(...chips.map(({ label }, index) => this.chip(label, index)));
      this.chips.hidden = !chips.length;
      const clear = this.list.element.querySelector(".gce-filter [data-gce-clear]");
      clear.hidden = !chips.length && !this.input.value;
    }

    chip(label, index) {
      const edit = gce.el("button", { type: "button", className: "gce-filter-edit", title: gettext("Edit") },
        label);
      edit.addEventListener("click", () => this.edit(index));
      const ariaLabel = interpolate(gettext("Remove %s"), [label]);
      const remove = gce.el("button", { type: "button", className: "gce-filter-remove", ariaLabel },
        gce.icon("close"));
      remove.addEventListener("click", () => this.remove(index));
      return gce.el("li", { className: "gce-filter-chip" }, edit, remove);
    }

    // suggestions

    picked({ text, open }) {
      if (!open) {
        this.add(text);
        return;
      }
      this.input.value = text;
      this.suggest();
    }

    suggest() {
      const typed = this.input.value.trimStart();
      const pair = /^-?([^:=<>!]+)[:=](.*)$/.exec(typed);
      const field = pair && this.fields.find(({ key, title }) =>
        [key, title.toLowerCase()].includes(pair[1]) || key === pair[1].toLowerCase());
      const offers = field ? this.valuesOf(field, pair[2].toLowerCase()) : this.anything(typed.toLowerCase());
      this.popup.offer(offers.slice(0, MOST));
    }

    anything(typed) {
      const fields = this.fields
        .filter(({ title, key }) => holds(title, typed) || holds(key, typed))
        .map(({ key, title }) => ({ text: key + ":", label: title + ":", open: true }));
      if (!typed) return [...fields, ...this.examples.map((text) => ({ text, label: text }))];
      const words = this.fields.flatMap((field) => this.valuesOf(field, typed));
      return [...fields, ...words];
    }

    /** A field's values: the page's words for them, else what the rows show. */
    valuesOf(field, typed) {
      const offers = field.words.length ? field.words : this.valuesInRows(field);
      return offers
        .filter(({ label }) => holds(label, typed))
        .map(({ text, label }) => ({ text, label: field.title + ": " + label }));
    }

    valuesInRows({ key }) {
      const cells = this.list.body.querySelectorAll("[data-column=" + key + "]");
      const values = new Set([...cells].flatMap(valuesIn));
      return [...values].map((value) => ({ text: asText(key, value), label: value }));
    }
  };

  /** What a cell says, chip by chip where it has some. */
  function valuesIn(cell) {
    const chips = [...cell.querySelectorAll(".gce-chip")];
    if (chips.length) return chips.map((each) => each.textContent);
    return cell.querySelector(".gce-none") ? [] : [cell.innerText.trim()];
  }

  function asText(key, value) {
    const label = key === "labels" && /^([-\w]+): ([-\w]+)$/.exec(value);
    if (label) return "labels." + label[1] + "=" + label[2];
    return key + ":" + (/^[-\w.*/]+$/.test(value) ? value : '"' + value.replace(/["\\]/g, "\\$&") + '"');
  }

  function holds(text, typed) {
    return text.toLowerCase().includes(typed);
  }

  /** An expression keeps its meaning beside others in brackets. */
  function enclosed(text) {
    return /^[^"'(]*\s/.test(text) ? "(" + text + ")" : text;
  }

  function told({ message, requestId }) {
    if (!requestId) return [message];
    return [message, " ", gce.el("span", { className: "gce-request-id" },
      gettext("Request ID") + ": " + requestId)];
  }
})(window.gce);
