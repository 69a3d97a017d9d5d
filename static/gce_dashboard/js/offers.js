/* The lists of the create form: what can be chosen, given what is chosen already. */
(function (gce) {
  "use strict";

  const { gettext } = gce;

  const PREFERRED = {
    machine_type: ["e2-medium", "e2-small", "n1-standard-1"],
    boot_type: ["pd-balanced", "pd-standard"],
    network: ["default"],
    subnetwork: ["default"],
  };

  /** Show the parts of a form that what is chosen in it asks for. */
  gce.showSections = function (form) {
    for (const part of form.querySelectorAll("[data-gce-if]")) {
      const [name, wanted] = part.dataset.gceIf.split("=");
      part.hidden = !wanted.split(",").includes(form.elements[name].value);
    }
  };

  /** Fills the form's selects from the offers, and keeps what the user chose while it lasts. */
  gce.Offers = class {
    constructor(form, offers) {
      this.form = form;
      this.offers = offers;
      form.addEventListener("change", (event) => this.changed(event.target.name));
      form.addEventListener("input", (event) => {
        if (event.target.matches("[data-gce-rows]")) this.extraDisks();
      });
      this.all();
    }

    value(name) {
      const field = this.form.elements[name];
      return field ? field.value : "";
    }

    all() {
      this.fill("region", Object.keys(this.offers.regions).map((each) => [each, each]));
      this.ofRegion();
      this.fill("system", this.offers.images.map(({ system }) => [system, system]));
      this.ofSystem();
      this.fill("own_image", this.offers.ownImages.map(image));
      this.fill("snapshot", this.offers.snapshots.map(({ name, sizeGb }) => [name, sized(name, sizeGb)]));
      this.fill("network", this.offers.networks.map((each) => [each, each]));
      this.ofNetwork();
      this.wanted(new URLSearchParams(location.search).get("image"));
      gce.showSections(this.form);
    }

    /** Bring what the form shows in line with what was chosen without a user. */
    chosen() {
      this.size();
      this.figures();
      gce.showSections(this.form);
    }

    /** Choose the image that the page's address names. */
    wanted(reference) {
      const has = (images) => images.some((each) => each.reference === reference);
      const group = this.offers.images.find(({ images }) => has(images));
      if (group) {
        this.form.elements.system.value = group.system;
        this.ofSystem();
        this.form.elements.image.value = reference;
      } else if (has(this.offers.ownImages)) {
        this.form.elements.source.value = "own";
        this.form.elements.own_image.value = reference;
      }
      this.size();
    }

    changed(name) {
      if (name === "region") this.ofRegion();
      if (name === "zone") this.ofZone();
      if (name === "system") this.ofSystem();
      if (name === "network") this.ofNetwork();
      if (name === "machine_type") this.figures();
      if (["image", "own_image", "snapshot", "source", "system"].includes(name)) this.size();
      gce.showSections(this.form);
    }

    ofRegion() {
      const zones = this.offers.regions[this.value("region")] || [];
      this.fill("zone", zones.map((each) => [each, each]));
      const here = (each) => each.region === this.value("region");
      this.fill("address", this.offers.addresses.filter(here)
        .map(({ name, address }) => [address, name + " (" + address + ")"]));
      this.ofZone();
      this.ofNetwork();
    }

    ofZone() {
      const zone = this.value("zone");
      this.machineTypes(this.offers.machineTypes[zone] || []);
      const kinds = this.offers.diskTypes[zone] || [];
      this.fill("boot_type", kinds.map((each) => [each, each]));
      this.fill("disk", this.disks());
      this.extraDisks();
    }

    ofSystem() {
      const chosen = this.offers.images.find(({ system }) => system === this.value("system"));
      this.fill("image", chosen ? chosen.images.map(image) : []);
      this.size();
    }

    ofNetwork() {
      const here = (each) => each.region === this.value("region") &&
        each.network === this.value("network");
      this.fill("subnetwork", this.offers.subnetworks.filter(here)
        .map(({ name, range }) => [name, range ? name + " (" + range + ")" : name]));
    }

    machineTypes(types) {
      const families = new Map();
      const bySize = (a, b) => a.cpus - b.cpus || a.memoryMb - b.memoryMb;
      for (const type of [...types].sort(bySize)) {
        const text = type.name + " — " + figures(type);
        if (!families.has(type.family)) families.set(type.family, []);
        families.get(type.family).push([type.name, text]);
      }
      this.fill("machine_type", [...families].sort());
      this.figures();
    }

    figures() {
      const types = this.offers.machineTypes[this.value("zone")] || [];
      const type = types.find(({ name }) => name === this.value("machine_type"));
      const line = this.form.querySelector("[data-gce-machine]");
      if (!line) return;
      line.replaceChildren();
      if (!type) return;
      line.append(
        gce.el("span", {}, gce.el("b", {}, String(type.cpus)), " vCPU"),
        gce.el("span", {}, gce.el("b", {}, gigabytes(type.memoryMb)), " GB " + gettext("memory")),
      );
    }

    /** The lists in the rows of additional disks. */
    extraDisks() {
      const kinds = this.offers.diskTypes[this.value("zone")] || [];
      this.fillAll("diskTypes", kinds.map((each) => [each, each]), PREFERRED.boot_type);
      this.fillAll("disks", this.disks());
    }

    /** The free disks of the zone. */
    disks() {
      return this.offers.disks.filter((each) => each.zone === this.value("zone"))
        .map(({ name, sizeGb }) => [name, sized(name, sizeGb)]);
    }

    fillAll(kind, options, preferred = []) {
      for (const select of this.form.querySelectorAll("[data-gce-options=" + kind + "]")) {
        this.fillSelect(select, options, preferred);
      }
    }

    /** A boot disk is at least as large as what it is made from. */
    size() {
      const source = this.form.elements.source.value;
      const images = this.offers.images.flatMap((each) => each.images);
      const chosen = {
        image: () => images.find(({ reference }) => reference === this.value("image")),
        own: () => this.offers.ownImages.find(({ reference }) => reference === this.value("own_image")),
        snapshot: () => this.offers.snapshots.find(({ name }) => name === this.value("snapshot")),
      }[source];
      const least = Math.max(1, ((chosen && chosen()) || {}).sizeGb || 0);
      const field = this.form.elements.boot_size;
      field.min = least;
      if (Number(field.value) < least) field.value = least;
    }

    fill(name, options) {
      const select = this.form.elements[name]; // a form has only those that it needs
      if (select) this.fillSelect(select, options, PREFERRED[name] || []);
    }

    /** Options are [value, text], or [group, [[value, text], ...]]. */
    fillSelect(select, options, preferred) {
      const before = select.value;
      select.replaceChildren(...options.map(([value, text]) => {
        if (typeof text === "string") return new Option(text, value);
        const group = gce.el("optgroup", { label: value });
        group.append(...text.map(([each, words]) => new Option(words, each)));
        return group;
      }));
      const values = [...select.options].map((each) => each.value);
      const chosen = [before, ...preferred].find((each) => values.includes(each));
      if (chosen !== undefined) select.value = chosen;
      select.disabled = !values.length;
      if (!values.length) select.append(new Option(none(select), ""));
    }
  };

  function none(select) {
    return select.name === "subnetwork" ? gettext("Automatic") : gettext("None available");
  }

  function image({ reference, name, family, description }) {
    const text = description && description !== name ? name + " — " + description : name;
    return [reference, family && !name.includes(family) ? text + " (" + family + ")" : text];
  }

  const sized = (name, sizeGb) => name + " (" + sizeGb + " GB)";
  const gigabytes = (megabytes) => String(Math.round((megabytes / 1024) * 100) / 100);

  function figures({ cpus, memoryMb }) {
    return cpus + " vCPU, " + gigabytes(memoryMb) + " GB";
  }
})(window.gce);
