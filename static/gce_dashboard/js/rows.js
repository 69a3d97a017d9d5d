/* Fields that come in rows: add one, remove one. */
(function (gce) {
  "use strict";

  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-gce-rows-add]");
    if (add) {
      const rows = add.closest("[data-gce-rows]");
      const body = rows.querySelector("[data-gce-rows-body]");
      body.append(rows.querySelector("template").content.cloneNode(true));
      body.lastElementChild.querySelector("input, select, textarea").focus();
      changed(rows);
      return;
    }
    const remove = event.target.closest("[data-gce-rows-remove]");
    if (!remove) return;
    const rows = remove.closest("[data-gce-rows]");
    remove.closest("[data-gce-rows-body] > *").remove();
    rows.querySelector("[data-gce-rows-add]").focus();
    changed(rows);
  });

  function changed(rows) {
    rows.dispatchEvent(new Event("input", { bubbles: true }));
  }
})(window.gce);
