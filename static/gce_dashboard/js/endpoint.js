/* The Admin panel: buttons that ask before their form is sent, and commands that follow a form. */
(function (gce) {
  "use strict";

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-gce-ask]");
    if (!button || button.dataset.gceAgreed) return;
    event.preventDefault();
    const agreed = await gce.dialog({
      title: button.dataset.gceAsk,
      text: button.dataset.gceConsequence,
      label: button.textContent.trim(),
      danger: button.hasAttribute("data-gce-danger"),
    });
    if (agreed) button.form.requestSubmit(agree(button));
  });

  function agree(button) {
    button.dataset.gceAgreed = "yes";
    return button;
  }

  function quoted(text) {
    return /^[-\w@%+=:,./]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\"'\"'") + "'";
  }

  gce.onPage("gce-endpoint-form", (form) => {
    const show = () => {
      for (const line of document.querySelectorAll("[data-gce-command]")) {
        line.textContent = line.dataset.gceCommand.replace(/'\{(\w+)\}'/g, (all, name) =>
          quoted(form.elements[name].value || name.toUpperCase()));
      }
    };
    form.addEventListener("input", show);
    show();
  });
})(window.gce);
