/* The serial console's output: fetched from the byte where the last look ended. */
(function (gce) {
  "use strict";

  const { gettext } = gce;

  class SerialConsole {
    constructor(panel) {
      this.url = panel.dataset.url;
      this.output = panel.querySelector("#gce-serial-output");
      this.empty = panel.querySelector("[data-gce-serial-empty]");
      this.follow = panel.querySelector("[data-gce-serial-follow]");
      this.port = panel.querySelector("[data-gce-serial-port]");
      this.next = "0";
      this.port.addEventListener("change", () => this.turn());
      this.poller = new gce.Poller(() => this.look(), 3);
      panel.querySelector("[data-gce-serial-refresh]").addEventListener("click", () => this.refresh());
      this.follow.addEventListener("change", () => this.followed());
      document.addEventListener("gce:tab", (event) => this.shown(event.detail === "gce-tab-serial"));
      if (!panel.closest("[role=tabpanel]").hidden) this.shown(true);
    }

    shown(visible) {
      if (visible) this.refresh();
      else this.poller.stop();
    }

    /** Another port has an output of its own. */
    turn() {
      this.output.textContent = "";
      this.next = "0";
      this.refresh();
    }

    async refresh() {
      await this.poller.now();
      this.followed();
    }

    followed() {
      if (this.follow.checked) this.poller.start();
      else this.poller.stop();
    }

    async look() {
      const port = this.port.value;
      let answer;
      try {
        answer = await gce.ask(this.url + "?port=" + port + "&start=" + this.next);
      } catch (failure) {
        gce.notify([gce.asNotice(failure)], "serial");
        throw failure;
      }
      if (port !== this.port.value) return this.look(); // the user went on
      gce.notify([], "serial");
      const atEnd = this.output.scrollTop + this.output.clientHeight >= this.output.scrollHeight - 8;
      // an endpoint that keeps no history starts anew
      if (Number(answer.next) < Number(this.next)) this.output.textContent = "";
      this.output.append(answer.contents);
      this.next = answer.next;
      this.empty.hidden = this.output.textContent !== "";
      if (atEnd) this.output.scrollTop = this.output.scrollHeight;
      return false;
    }
  }

  gce.onPage("gce-serial", (panel) => new SerialConsole(panel));

  /* The remote console opens in a window of its own. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-gce-console]");
    if (!button) return;
    button.disabled = true;
    try {
      const { url } = await gce.ask(button.dataset.gceConsole, { body: {} });
      const opened = window.open(url, "_blank");
      if (opened) opened.opener = null;
      else gce.notify([{
        message: gettext("The browser did not let the console's window open."),
        warning: true,
        link: { href: url, target: "_blank", rel: "noopener", text: gettext("Open the console") },
      }], "action");
    } catch (failure) {
      gce.notify([{ ...gce.asNotice(failure), warning: true }], "action");
    }
    button.disabled = false;
  });
})(window.gce);
