/* A list to take along: as a file, or as the commands that list the same. */
(function (gce) {
  "use strict";

  gce.Exports = class {
    constructor(list) {
      this.list = list;
      this.menu = list.element.querySelector("#gce-exports");
      this.dialog = document.getElementById("gce-list-equivalent");
      for (const link of this.menu.querySelectorAll("[data-gce-export]")) {
        link.addEventListener("click", () => {
          link.href = list.addressWith({ export: link.dataset.gceExport });
          this.menu.open = false;
        });
      }
      this.menu.querySelector("[data-gce-equivalent]")?.addEventListener("click", () => this.show());
      this.dialog.querySelector("[data-gce-close]").addEventListener("click", () => this.dialog.close());
    }

    async show() {
      this.menu.open = false;
      try {
        const commands = await gce.ask(this.list.addressWith({ equivalent: 1 }));
        for (const name of ["gcloud", "rest", "curl"]) {
          this.dialog.querySelector("#gce-list-" + name).textContent = commands[name];
        }
        this.dialog.querySelector("[data-gce-left-out]").hidden = !commands.left;
        this.dialog.showModal();
      } catch (failure) {
        gce.notify([gce.asNotice(failure)], "action");
      }
    }
  };
})(window.gce);
