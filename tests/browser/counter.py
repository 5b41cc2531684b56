"""A tiny anywidget, written into a notebook's cells, for the tests of the harness."""

SOURCE = '''
import anywidget, traitlets

class Counter(anywidget.AnyWidget):
    _esm = """
    function render({ model, el }) {
      const button = document.createElement("button");
      const show = () => { button.textContent = `count ${model.get("count")}`; };
      button.addEventListener("click", () => {
        model.set("count", model.get("count") + 1);
        model.save_changes();
      });
      model.on("change:count", show);
      show();
      el.append(button);
    }
    export default { render };
    """
    count = traitlets.Int(3).tag(sync=True)

    def __repr__(self):
        return f"Counter at {self.count}"

counter = Counter()
counter
'''

# The same widget gone wrong: it calls home and complains.
LEAKING = SOURCE.replace(
    "show();\n      el",
    'fetch("http://198.51.100.7/x").catch(() => {});\n'
    '      console.error("the widget complains");\n      show();\n      el',
)
