/*
 * What was typed into a create form, kept in this tab, so that it is there again after the way
 * back, after another sign-in, and when the operation has failed.
 */
(function (gce) {
  "use strict";

  const KEY = "gce-draft";
  const AGAIN = "again";
  // the other lists depend on these
  const FIRST = ["region", "zone", "system", "network"];

  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch {
      return null; // storage is switched off or holds rubbish
    }
  }

  function cameBack() {
    const [how] = performance.getEntriesByType("navigation");
    return (how && how.type === "back_forward") || new URLSearchParams(location.search).has(AGAIN);
  }

  gce.draft = {
    /** Keep the values of this page's form; `operation` is the name of what came of them. */
    keep(values, operation = "") {
      try {
        const draft = { path: location.pathname, values, operation };
        sessionStorage.setItem(KEY, JSON.stringify(draft));
      } catch {
        // what cannot be kept has to be typed again
      }
    },

    /** The values to go on with, null for a new form. */
    values() {
      const draft = read();
      return draft && draft.path === location.pathname && cameBack() ? draft.values : null;
    },

    /** The address of the form from which an operation came, "" where it is not known any more. */
    urlOf(operation) {
      const draft = read();
      return draft && draft.operation === operation ? draft.path + "?" + AGAIN + "=1" : "";
    },

    /** Make this page's address one that brings the draft back. */
    mark() {
      history.replaceState(history.state, "", location.pathname + "?" + AGAIN + "=1");
    },

    /** Fill a form as it was. */
    restore(form, offers, values) {
      const fill = (name) => {
        if (name in values && !Array.isArray(values[name])) set(form.elements[name], values[name]);
      };
      for (const name of FIRST) {
        fill(name);
        offers.changed(name);
      }
      for (const rows of form.querySelectorAll("[data-gce-rows]")) addRows(rows, values);
      offers.extraDisks();
      for (const name of Object.keys(values)) if (name !== "request_id") fill(name);
      for (const rows of form.querySelectorAll("[data-gce-rows]")) fillRows(rows, values);
      offers.chosen();
    },
  };

  function set(control, value) {
    if (!control) return;
    if (control.type === "checkbox") control.checked = value;
    else control.value = value;
  }

  function many(element) {
    return [...element.querySelectorAll("[data-gce-many]")];
  }

  function addRows(rows, values) {
    const template = rows.querySelector("template").content;
    const [{ name }] = many(template);
    const copies = (values[name] || []).map(() => template.cloneNode(true));
    rows.querySelector("[data-gce-rows-body]").replaceChildren(...copies);
  }

  function fillRows(rows, values) {
    [...rows.querySelector("[data-gce-rows-body]").children].forEach((row, index) => {
      for (const control of many(row)) set(control, (values[control.name] || [])[index]);
    });
  }
})(window.gce);
