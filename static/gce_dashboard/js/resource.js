/* The page of one resource: live parts, its actions, its tabs. */
(function (gce) {
  "use strict";

  class ResourcePage extends gce.LivePage {
    constructor(element) {
      const config = gce.config("gce-resource-config");
      super(config.pollInterval,
        { version: config.version, brought: config.coming ? gce.brought() : null });
      this.element = element;
      this.config = config;
      this.notices = config.notices;
      this.busy = config.busy;
      this.allowed = this.config.allowed;
      this.remarks = this.config.remarks;
      this.html = {};
      this.actions = new Map(this.config.actions.map((each) => [each.name, each]));
      gce.tabs(element.querySelector("[role=tablist]"), (tab) => this.tabShown(tab));
      document.addEventListener("click", (event) => this.clicked(event));
      document.addEventListener("gce:started", (event) => this.started(event.detail));
      this.saving = new Map(); // names of operations -> the action that each came of
      this.reasons = this.config.reasons;
      this.working = this.config.working;
      this.update();
      gce.learnPermissions(() => this.update());
      if (this.config.failed) this.poller.failures = 1;
      if (this.config.coming) this.poller.now();
      else this.poller.start(this.config.busy);
    }

    tabShown(tab) {
      history.replaceState(history.state, "", tab.href);
      document.dispatchEvent(new CustomEvent("gce:tab", { detail: tab.id }));
    }

    async clicked(event) {
      const refresh = event.target.closest("[data-gce-refresh]");
      if (refresh) {
        refresh.classList.add("gce-spinning");
        await this.poller.now();
        refresh.classList.remove("gce-spinning");
      }
      const button = event.target.closest("[data-gce-action]");
      if (!button) return;
      const name = button.dataset.gceAction;
      const { target, title } = this.config;
      const resource = { path: target, name: title, remark: this.remarks[name] };
      const wanted = JSON.parse(button.dataset.gceWith || "{}");
      await gce.act(this.actions.get(name), [resource], [], wanted);
      // the page may have been drawn anew meanwhile: the focus goes back to the same button
      if (!button.isConnected) document.querySelector("[data-gce-action=" + name + "]")?.focus();
      this.poller.now();
    }

    /** A card says at once that what was changed there is being saved. */
    started({ action, started }) {
      for (const { name } of started) this.saving.set(name, action.name);
      this.showSaving();
    }

    async finished(operation) {
      await super.finished();
      this.saving.delete(operation.name);
      this.showSaving();
    }

    showSaving() {
      const busy = new Set(this.saving.values());
      for (const sign of this.element.querySelectorAll("[data-gce-saving]")) {
        const buttons = [...sign.closest("[data-gce-card]").querySelectorAll("[data-gce-action]")];
        sign.hidden = !buttons.some((each) => busy.has(each.dataset.gceAction));
      }
    }

    address() {
      return location.pathname;
    }

    unanswered(failure) {
      super.unanswered(failure);
      this.showFailure();
    }

    /** There is nothing yet, and it is not coming either. */
    showFailure() {
      this.element.removeAttribute("aria-busy");
      for (const each of this.element.querySelectorAll("[data-gce-skeleton]")) each.remove();
    }

    show(fragment) {
      this.element.removeAttribute("aria-busy");
      this.allowed = fragment.allowed;
      this.remarks = fragment.remarks;
      this.reasons = fragment.reasons;
      this.working = fragment.working;
      if (fragment.title) this.call(fragment.title);
      this.element.hidden = fragment.gone;
      document.querySelector("[data-gce-gone]").hidden = !fragment.gone;
      for (const [name, html] of Object.entries(fragment.parts)) {
        const part = this.element.querySelector("[data-gce-part=" + name + "]");
        if (this.html[name] !== html) replace(part, html);
        this.html[name] = html;
      }
      gce.allowLinks(this.element);
      this.update();
      this.showSaving();
      if (fragment.gone) this.poller.stop();
    }

    /** What the page is called, which it may learn only with the resource. */
    call(title) {
      if (title === this.config.title) return;
      document.title = document.title.replace(this.config.title, () => title);
      document.querySelector("h1").textContent = title;
      this.config.title = title;
    }

    /** Buttons follow what the resource's state allows. */
    update() {
      const line = document.querySelector("[data-gce-working]");
      line.hidden = !this.working;
      line.querySelector("span").textContent = this.working;
      for (const button of document.querySelectorAll("[data-gce-action]")) {
        const name = button.dataset.gceAction;
        gce.allow(button, this.allowed.includes(name), this.actions.get(name),
          this.reasons[name]);
      }
    }
  }

  /** Give a part new content; the focus stays on what is in the same place. */
  function replace(part, html) {
    const controls = () => [...part.querySelectorAll("a, button, summary, [tabindex]")];
    const index = controls().indexOf(document.activeElement);
    part.innerHTML = html; // rendered and escaped by the console's view
    controls()[index]?.focus();
  }

  gce.onPage("gce-resource", (element) => {
    gce.resource = new ResourcePage(element);
  });
})(window.gce);
