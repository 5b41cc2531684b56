// anywidget's model without a kernel: `set` tells the listeners, as Backbone does.
export class FakeModel {
  constructor(traits) {
    this.traits = { ...traits };
    this.listeners = [];
    this.saved = [];
  }

  get(name) {
    return this.traits[name];
  }

  set(name, value) {
    if (this.traits[name] === value) return;
    this.traits[name] = value;
    for (const [event, callback] of [...this.listeners]) if (event === `change:${name}`) callback();
  }

  save_changes() {
    this.saved.push(structuredClone(this.traits.state));
  }

  on(event, callback) {
    this.listeners.push([event, callback]);
  }

  off(event, callback) {
    this.listeners = this.listeners.filter(([e, c]) => e !== event || c !== callback);
  }
}
