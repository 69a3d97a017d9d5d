/* One look after another at something that lives on the server. */
(function (gce) {
  "use strict";

  const BUSY = 3;
  const LONGEST = 120;

  /**
   * Calls `look()` again and again: every 3 s while it resolves to true (something is changing),
   * else every `idle` seconds; ever more rarely while it fails; never in a hidden tab.
   */
  gce.Poller = class {
    constructor(look, idle) {
      this.look = look;
      this.idle = idle;
      this.failures = 0;
      this.timer = null;
      this.looking = false;
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
      clearTimeout(this.timer);
    }

    async now() {
      if (this.looking) return;
      this.looking = true;
      this.stopped = false;
      clearTimeout(this.timer);
      let busy = false;
      try {
        busy = await this.look();
        this.failures = 0;
      } catch (failure) {
        this.failures += 1;
        if (failure.signedOut) this.stopped = true;
      } finally {
        this.looking = false;
      }
      if (!this.stopped) this.start(busy);
    }

    pause(busy) {
      if (this.failures) return Math.min(LONGEST, BUSY * 2 ** this.failures);
      return busy ? BUSY : this.idle;
    }
  };
})(window.gce);
