/* A page that creates something: checks as one types, and shows what would be sent. */
(function (gce) {
  "use strict";

  const { gettext } = gce;

  const WAIT = 250;

  class CreatePage {
    constructor(form) {
      this.form = form;
      this.touched = new Set();
      this.refused = {}; // what the endpoint had against a field, until that is changed
      this.button = form.querySelector("[type=submit]");
      gce.tabs(document.querySelector(".gce-equivalent .gce-tabs"));
      form.addEventListener("input", (event) => this.changed(event));
      form.addEventListener("change", (event) => this.changed(event));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.create();
      });
      this.load();
    }

    async load() {
      this.form.setAttribute("aria-busy", "true");
      gce.showSections(this.form);
      this.say(gettext("Loading …"));
      try {
        const { offers, notices } = await gce.ask(location.pathname);
        if (notices.length) gce.notify(notices);
        const lists = new gce.Offers(this.form, offers);
        const draft = gce.draft.values();
        if (draft) gce.draft.restore(this.form, lists, draft);
        this.preview();
      } catch (failure) {
        gce.notify([gce.asNotice(failure)]);
        this.say(gettext("Could not be loaded"));
      }
      this.form.removeAttribute("aria-busy");
    }

    /** Say in the lists that have nothing to choose from why that is so. */
    say(text) {
      for (const select of this.form.querySelectorAll("select")) {
        if (!select.value) select.replaceChildren(new Option(text, ""));
      }
    }

    changed(event) {
      const field = event.target.closest("[data-field]");
      if (field) {
        this.touched.add(field.dataset.field);
        delete this.refused[field.dataset.field];
      }
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.preview(), WAIT);
    }

    async preview() {
      if (this.asking) this.asking.abort();
      this.asking = new AbortController();
      const body = gce.values(this.form);
      let answer;
      try {
        answer = await gce.ask(location.pathname + "?preview=1", { body, signal: this.asking.signal });
      } catch (failure) {
        if (failure.name !== "AbortError") gce.notify([gce.asNotice(failure)]);
        return;
      }
      const errors = { ...this.refused, ...answer.errors };
      this.showErrors(errors, (name) => this.touched.has(name) || name in this.refused);
      document.getElementById("gce-gcloud").textContent = answer.gcloud;
      document.getElementById("gce-url").textContent = answer.url;
      document.getElementById("gce-body").textContent = answer.body;
      document.getElementById("gce-curl").textContent = answer.curl;
    }

    showErrors(errors, concerned = () => true) {
      for (const field of this.form.querySelectorAll("[data-field]")) {
        const told = concerned(field.dataset.field) ? errors[field.dataset.field] || [] : [];
        const line = field.querySelector(".gce-error");
        if (line.textContent !== told.join(" ")) line.textContent = told.join(" ");
        field.classList.toggle("gce-field-bad", told.length > 0);
        const control = field.querySelector("input, select, textarea");
        if (control) control.setAttribute("aria-invalid", String(told.length > 0));
      }
    }

    async create() {
      this.button.disabled = true;
      const problem = this.form.querySelector("[data-gce-form-error]");
      problem.textContent = "";
      const values = gce.values(this.form);
      gce.draft.keep(values);
      try {
        const answer = await gce.ask(location.pathname, { body: values });
        if (!answer.errors) {
          gce.draft.keep(values, answer.operation.name);
          gce.tray.follow([answer.operation], gettext("Create"));
          location.assign(answer.url);
          return;
        }
        if (answer.refused) this.refused = answer.errors;
        this.showErrors(answer.errors);
        problem.textContent = gettext("Some fields need another look.");
        const bad = this.form.querySelector(".gce-field-bad :is(input, select, textarea)");
        if (bad) bad.focus();
      } catch (failure) {
        if (failure.signedOut) gce.draft.mark();
        gce.notify([gce.asNotice(failure)]);
        problem.textContent = gce.sentence(failure);
      }
      this.button.disabled = false;
    }
  }

  // a page that the browser had only put aside is one that has been submitted
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.getElementById("gce-create")) {
      gce.draft.mark();
      location.reload();
    }
  });

  gce.onPage("gce-create", (form) => new CreatePage(form));
})(window.gce);
