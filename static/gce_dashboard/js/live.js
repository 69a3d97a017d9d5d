/* What lists and pages of one resource share: a fragment that is asked for again and again. */
(function (gce) {
  "use strict";

  /**
   * A page that stays live: `address()` says what to ask for, `show(fragment)` draws one that has
   * changed. What is shown stays while the endpoint or the console does not answer, and a notice
   * says so until the next good answer.
   */
  gce.LivePage = class {
    constructor(idle, { version = "", brought = null } = {}) {
      this.version = version;
      this.brought = brought; // the promise of an answer that comes with the page
      this.notices = []; // of the fragment that is shown
      this.busy = false;
      this.poller = new gce.Poller((isLate) => this.look(isLate), idle, { overlap: true });
      document.addEventListener("gce:operation", (event) => this.finished(event.detail));
    }

    /** An operation that the tray follows has ended. */
    finished() {
      return this.poller.now();
    }

    /** The answer that came with the page, once. */
    take() {
      const answer = this.brought;
      this.brought = null;
      return answer;
    }

    async look(isLate) {
      const asked = this.address();
      const left = () => asked !== this.address(); // the user went on, and that is asked for next
      let fragment;
      try {
        fragment = await this.take() || await gce.ask(versioned(asked, this.version));
      } catch (failure) {
        if (!left() && !isLate()) this.unanswered(failure);
        throw failure;
      }
      if (left() || isLate()) return true;
      if (fragment.failed) {
        gce.notify(fragment.notices);
        this.showFailure(fragment);
        throw new gce.Failure("", { retryAfter: longest(fragment.notices) });
      }
      this.accept(fragment);
      return this.isMoving();
    }

    accept(fragment) {
      if (!fragment.unchanged) {
        this.version = fragment.version;
        this.notices = fragment.notices || [];
        this.busy = Boolean(fragment.busy);
        this.show(fragment);
      }
      gce.notify(this.notices);
    }

    /** There is no answer at all. */
    unanswered(failure) {
      gce.notify([gce.asNotice(failure)]);
    }

    /** The console answers that the endpoint does not. */
    showFailure() {}

    /** Whether to look again soon. */
    isMoving() {
      return this.busy;
    }
  };

  const longest = (notices) => Math.max(0, ...notices.map((each) => each.retryAfter || 0));

  /** The answer that comes as the last part of the page; null where that is cut short or empty. */
  gce.brought = () => new Promise((resolve) => {
    const look = () => {
      const element = document.getElementById("gce-rows");
      resolve(element && parsed(element.textContent));
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", look);
    else look();
  });

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  function versioned(address, version) {
    if (!version) return address;
    return address + (address.includes("?") ? "&" : "?") + "version=" + version;
  }
})(window.gce);
