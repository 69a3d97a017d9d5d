/* One look after another at something that lives on the server. */
(function (gce) {
  "use strict";

  const BUSY = 3;
  const LONGEST = 120;
  const REST = 2; // pauses are this many times as long as the look before, at least

  /**
   * Calls `look(isLate)` again and again: every 3 s while it resolves to true (something is
   * changing), after as many seconds as it resolves to if that is a number, else every `idle`
   * seconds; ever more rarely while it fails, and as before after one that succeeds; never in a
   * hidden tab.
   *
   * With `overlap` a look that is asked for does not wait for a slow one that is under way. Then
   * `isLate()` tells a look whether a later one has answered already.
   */
  gce.Poller = class {
    constructor(look, idle, { overlap = false } = {}) {
      this.look = look;
      this.idle = idle;
      this.atOnce = overlap ? 2 : 1;
      this.looks = []; // the promises of those under way
      this.queued = null; // the promise of one that has to wait
      this.begun = 0;
      this.answered = 0;
      this.busy = false;
      this.lasted = 0;
      this.failures = 0;
      this.least = 0; // seconds that the server wants to be left alone for
      this.timer = null;
      this.stopped = true;
      document.addEventListener("visibilitychange", () => this.seen());
      window.addEventListener("online", () => this.failures && this.seen());
    }

    seen() {
      if (this.stopped) return;
      if (document.hidden) clearTimeout(this.timer);
      else this.now();
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

    /** Look now, or right after the looks under way; resolves when that look is over. */
    now() {
      this.stopped = false;
      clearTimeout(this.timer);
      if (this.queued) return this.queued;
      if (this.looks.length < this.atOnce) return this.begin();
      this.queued = Promise.race(this.looks).then(() => {
        this.queued = null;
        return this.stopped ? undefined : this.begin();
      });
      return this.queued;
    }

    begin() {
      const looking = this.once(this.begun += 1).then(() => {
        this.looks = this.looks.filter((each) => each !== looking);
        const last = !this.looks.length && !this.queued;
        if (last && !this.stopped) this.start(this.busy);
      });
      this.looks.push(looking);
      return looking;
    }

    async once(number) {
      const from = performance.now();
      try {
        const busy = await this.look(() => number < this.answered);
        if (number < this.answered) return;
        this.answered = number;
        this.busy = busy;
        this.failures = 0;
      } catch (failure) {
        this.failures += 1;
        this.least = failure.retryAfter || 0;
        this.busy = false;
        if (failure.signedOut) this.stop();
      }
      this.lasted = (performance.now() - from) / 1000;
    }

    pause(busy) {
      if (this.failures) return Math.min(LONGEST, Math.max(this.least, BUSY * 2 ** this.failures));
      const wanted = busy === true ? BUSY : busy || this.idle;
      return Math.max(wanted, Math.min(LONGEST, REST * this.lasted));
    }
  };
})(window.gce);
