/* One look after another at something that lives on the server. */
(function (gce) {
  "use strict";

  const BUSY = 3;
  const LONGEST = 120;

  /**
   * Calls `look()` again and again: every 3 s while it resolves to true (something is changing),
   * after as many seconds as it resolves to if that is a number, else every `idle` seconds; ever
   * more rarely while it fails; never in a hidden tab.
   */
  gce.Poller = class {
    constructor(look, idle) {
      this.look = look;
      this.idle = idle;
      this.failures = 0;
      this.timer = null;
      this.looking = null; // the promise of a look that is under way
      this.again = false;
      this.stopped = true;
      document.addEventListener("visibilitychange", () => {
        if (this.stopped) return;
        if (document.hidden) clearTimeout(this.timer);
        else this.now();
      });
    }

    /** Look again in due time. */
    start(busy = false) {
      this.stopped = false;
      clearTimeout(this.timer);
      if (!document.hidden) this.timer = setTimeout(() => this.now(), 1000 * this.pause(busy));
    }

    stop() {
      this.stopped = true;
      this.again = false;
      clearTimeout(this.timer);
    }

    /** Look now; what is asked for during a look is looked for right after it. */
    now() {
      this.stopped = false;
      if (this.looking) this.again = true;
      else this.looking = this.run().finally(() => { this.looking = null; });
      return this.looking;
    }

    async run() {
      clearTimeout(this.timer);
      let busy;
      do {
        this.again = false;
        busy = await this.once();
      } while (this.again);
      if (!this.stopped) this.start(busy);
    }

    async once() {
      try {
        const busy = await this.look();
        this.failures = 0;
        return busy;
      } catch (failure) {
        this.failures += 1;
        if (failure.signedOut) this.stop();
        return false;
      }
    }

    pause(busy) {
      if (this.failures) return Math.min(LONGEST, BUSY * 2 ** this.failures);
      return busy === true ? BUSY : busy || this.idle;
    }
  };
})(window.gce);
