/*
 * <gce-part src="...">: a part of a page that a view of its own renders, so that what is slow or
 * fails there holds nothing else up. With every="60" it is asked for again after so many seconds;
 * with `filled` it came with the page. Parts with the same address share an answer.
 */
(function (gce) {
  "use strict";

  const answers = new Map(); // address -> promise of the last answer

  function ask(src, again) {
    if (again || !answers.has(src)) {
      answers.set(src, gce.ask(src).catch((failure) => ({ failure })));
    }
    return answers.get(src);
  }

  class Part extends HTMLElement {
    connectedCallback() {
      const every = Number(this.getAttribute("every"));
      if (every) {
        this.poller = this.poller || new gce.Poller(() => this.renew(), every);
        if (this.hasAttribute("filled")) this.poller.start();
        else this.poller.now();
      } else {
        this.show(ask(this.src));
      }
    }

    disconnectedCallback() {
      if (this.poller) this.poller.stop();
    }

    get src() {
      return this.getAttribute("src");
    }

    /** Ask again; resolves to whether something in it is changing. */
    async renew() {
      const answer = await this.show(ask(this.src, true));
      if (answer.failure) throw answer.failure;
      return answer.busy;
    }

    async show(promise) {
      const answer = await promise;
      if (answer.failure) {
        this.replaceChildren(
          gce.el("p", { className: "gce-error" }, gce.sentence(answer.failure)));
        this.html = "";
      } else if (this.html !== answer.html) {
        this.html = answer.html;
        this.innerHTML = answer.html; // rendered and escaped by the console's view
      }
      return answer;
    }
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-gce-refresh]")) return;
    answers.clear();
    for (const part of document.querySelectorAll("gce-part")) {
      if (part.poller) part.poller.now();
      else part.show(ask(part.src));
    }
  });

  customElements.define("gce-part", Part);
})(window.gce);
