/*
 * What was typed into a create form, kept in this tab, so that it is there again after the way
 * back, after another sign-in, and when the operation has failed.
 */
(function (gce) {
  "use strict";

  const KEY = "gce-draft";
  const AGAIN = "again";

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
    restore(form, choices, values) {
      for (const rows of form.querySelectorAll("[data-gce-rows]")) addRows(rows, values);
      for (const [name, value] of Object.entries(values)) {
        if (name !== "request_id" && !Array.isArray(value)) fill(form.elements[name], value);
      }
      for (const rows of form.querySelectorAll("[data-gce-rows]")) fillRows(rows, values);
      choices.begin();
    },
  };

  /** A list takes its value when it has got its options. */
  function fill(control, value) {
    if (control && control.matches && control.matches("select[data-gce-offer]")) {
      control.dataset.gceWanted = value;
    }
    gce.setValue(control, value);
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
      for (const control of many(row)) fill(control, (values[control.name] || [])[index]);
    });
  }
})(window.gce);
