/* The focus among rows: one tab stop a row, arrow keys within it and from row to row. */
(function (gce) {
  "use strict";

  const CONTROLS = "a, button, input, summary";

  const controlsOf = (row) => [...row.querySelectorAll(CONTROLS)];

  /** Let the keyboard stop once at a row: at its name's link, or at what comes first. */
  gce.rove = function (row, stop = row.querySelector("th a") || row.querySelector(CONTROLS)) {
    for (const control of controlsOf(row)) control.tabIndex = control === stop ? 0 : -1;
  };

  gce.focusRow = function (row) {
    row.querySelector("[tabindex='0']")?.focus();
  };

  /** Where the focus is within a list's rows, to find it again when they are drawn anew. */
  gce.placeOfFocus = function (body) {
    const row = document.activeElement.closest("tr");
    if (!row || !body.contains(row)) return null;
    return {
      key: row.dataset.key,
      row: row.sectionRowIndex,
      control: controlsOf(row).indexOf(document.activeElement),
    };
  };

  /** The same control of the same row; the neighbour of a row that is gone. */
  gce.restoreFocus = function (body, place, row) {
    if (row?.contains(document.activeElement)) return;
    const next = row || body.rows[Math.min(place.row, body.rows.length - 1)];
    if (!next) return;
    const control = row && controlsOf(row)[place.control];
    if (!control) {
      gce.focusRow(next);
      return;
    }
    gce.rove(row, control);
    control.focus();
  };

  function step(event, row) {
    const controls = controlsOf(row);
    const index = controls.indexOf(document.activeElement);
    const along = gce.along(event);
    if (along) return controls[Math.max(0, Math.min(controls.length - 1, index + along))];
    switch (event.key) {
      case "Home": return controls[0];
      case "End": return controls.at(-1);
      case "ArrowUp": return inRow(row.previousElementSibling, index);
      case "ArrowDown": return inRow(row.nextElementSibling, index);
      default: return null;
    }
  }

  function inRow(row, index) {
    if (!row) return null;
    const controls = controlsOf(row);
    return controls[Math.min(index, controls.length - 1)];
  }

  gce.listenForArrows = function (body) {
    body.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const row = event.target.closest("tr");
      const control = row && step(event, row);
      if (!control) return;
      event.preventDefault();
      gce.rove(control.closest("tr"), control);
      control.focus();
    });
    body.addEventListener("focusin", (event) => {
      const control = event.target.closest(CONTROLS);
      if (control) gce.rove(control.closest("tr"), control);
    });
  };
})(window.gce);
