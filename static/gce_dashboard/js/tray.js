/* The notification tray: follows the operations that the user started, from page to page. */
(function (gce) {
  "use strict";

  const { gettext, ngettext, interpolate } = gce;

  const KEEP = 50;
  const KEEP_HOURS = 24;
  const TOASTS = 3;
  const YOUNG_SECONDS = 10;

  class Tray {
    constructor(element) {
      this.followUrl = element.dataset.follow;
      this.key = "gce-tray:" + element.dataset.owner;
      this.button = element.querySelector("#gce-tray-button");
      this.badge = element.querySelector(".gce-badge");
      this.panel = element.querySelector("#gce-tray-panel");
      this.list = element.querySelector(".gce-tray-list");
      this.empty = element.querySelector(".gce-tray-empty");
      this.poller = new gce.Poller(() => this.look(), 3);
      this.button.addEventListener("click", () => this.open(this.panel.hidden));
      element.querySelector("[data-gce-tray-clear]").addEventListener("click", () => this.clear());
      element.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !this.panel.hidden) this.open(false);
      });
      document.addEventListener("click", (event) => {
        if (!element.contains(event.target)) this.open(false, false);
      });
      window.addEventListener("storage", (event) => event.key === this.key && this.show());
      this.show();
      if (this.running().length) this.poller.now();
    }

    // what is followed, newest first

    read() {
      let kept = [];
      try {
        kept = JSON.parse(localStorage.getItem(this.key)) || [];
      } catch {
        // storage is switched off or holds rubbish: an empty tray is right
      }
      const oldest = Date.now() - KEEP_HOURS * 3600 * 1000;
      return kept.filter((each) => each.words && each.since > oldest).slice(0, KEEP);
    }

    write(operations) {
      try {
        localStorage.setItem(this.key, JSON.stringify(operations.slice(0, KEEP)));
      } catch {
        // without storage the tray forgets on the next page
      }
      this.show();
    }

    running() {
      return this.read().filter((each) => !each.done);
    }

    /** Follow operations as the console's views describe them. */
    follow(operations) {
      const now = Date.now();
      const added = operations.map((each) => ({ ...each, since: now, seen: false }));
      this.write([...added, ...this.read()]);
      this.poller.now();
    }

    clear() {
      this.write(this.running());
    }

    // how they are doing

    async look() {
      const running = this.running();
      if (!running.length) {
        this.poller.stop();
        return false;
      }
      const query = new URLSearchParams(running.map((each) => ["op", each.name]));
      const answer = await gce.ask(this.followUrl + "?" + query);
      const found = new Map(answer.operations.map((each) => [each.name, each]));
      const before = new Set(running.map((each) => each.name));
      this.write(this.read().map((each) => this.renew(each, found.get(each.name))));
      this.announce(this.read().filter((each) => each.done && before.has(each.name)));
      // most operations are done within seconds, and somebody is waiting for them
      const young = this.running().some((each) => Date.now() - each.since < 1000 * YOUNG_SECONDS);
      return young ? 1 : true;
    }

    renew(known, found) {
      if (known.done) return known;
      if (!found) {
        // the list may be a moment behind the operation; what stays away has been deleted
        const missed = (known.missed || 0) + 1;
        return { ...known, missed, done: missed > 5 };
      }
      return { ...known, ...found };
    }

    /** Tell what has finished: one by one, or as a number where that would be a flood. */
    announce(finished) {
      if (!finished.length) return;
      const failed = finished.filter((each) => each.errors.length);
      const sentences = finished.map((each) => [title(each), ...each.errors].join(": "));
      if (finished.length <= TOASTS) {
        finished.forEach((each) => {
          const text = [title(each), ...each.errors].join(": ");
          toast(statusElement(each), text, each.errors.length);
        });
      } else {
        const words = ngettext("%s operation has finished", "%s operations have finished",
          finished.length);
        sentences.splice(0, sentences.length, interpolate(words, [finished.length]));
        if (failed.length) {
          sentences.push(interpolate(ngettext("%s failed", "%s failed", failed.length),
            [failed.length]));
        }
        toast(gce.icon(failed.length ? "error" : "done"), sentences.join(", "), failed.length);
      }
      gce.say(sentences.join(", "));
      for (const operation of finished) {
        document.dispatchEvent(new CustomEvent("gce:operation", { detail: operation }));
      }
    }

    // the panel

    open(open, focus = true) {
      if (this.panel.hidden === !open) return;
      this.panel.hidden = !open;
      this.button.setAttribute("aria-expanded", String(open));
      if (open) this.write(this.read().map((each) => ({ ...each, seen: true })));
      else if (focus) this.button.focus();
    }

    show() {
      const operations = this.read();
      const running = operations.filter((each) => !each.done).length;
      const failed = operations.some((each) => each.errors.length && !each.seen);
      this.badge.hidden = !running && !failed;
      this.badge.textContent = running || "!";
      this.badge.classList.toggle("gce-badge-error", failed);
      this.button.classList.toggle("gce-tray-busy", running > 0);
      this.empty.hidden = operations.length > 0;
      this.list.replaceChildren(...operations.map(item));
    }
  }

  function toast(sign, text, failed) {
    const box = document.getElementById("gce-toasts");
    const element = gce.el("div", { className: "gce-toast" }, sign, gce.el("span", {}, text));
    box.append(element);
    setTimeout(() => element.remove(), failed ? 12000 : 5000);
  }

  /** The operation in a sentence: what is being done, was done, or could not be done. */
  function title({ words, done, errors }) {
    if (!done) return words.doing;
    return errors.length ? words.failed : words.done;
  }

  function wording(operation) {
    if (!operation.done) return ["busy", gettext("Running")];
    if (operation.errors.length) return ["error", gettext("Failed")];
    return ["ok", gettext("Done")];
  }

  function statusElement(operation) {
    const [tone, text] = wording(operation);
    const className = "gce-status gce-" + tone;
    return gce.el("span", { className }, gce.icon(tone), gce.el("span", {}, text));
  }

  function item(operation) {
    const gone = operation.done && operation.type === "delete";
    const name = operation.url && !gone
      ? gce.el("a", { href: operation.url }, title(operation))
      : gce.el("span", {}, title(operation));
    const children = [gce.el("div", { className: "gce-tray-line" }, name, statusElement(operation))];
    if (!operation.done) {
      children.push(gce.el("progress", {
        className: "gce-progress", max: 100, value: operation.progress || 0,
        ariaLabel: title(operation),
      }));
    }
    children.push(...operation.errors.map((each) => gce.el("p", { className: "gce-error" }, each)));
    const again = operation.errors.length ? gce.draft.urlOf(operation.name) : "";
    if (again) children.push(gce.el("p", {}, gce.el("a", { href: again }, gettext("Change and try again"))));
    return gce.el("li", {}, ...children);
  }

  gce.onFrame("gce-tray", (element) => {
    gce.tray = new Tray(element);
  });
})(window.gce);
