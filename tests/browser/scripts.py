"""The few lines of JavaScript by which the page object speaks to JupyterLab."""

# Each is a function for page.evaluate; `panel` is the notebook in front of the learner.
_PANEL = "const panel = window.jupyterapp?.shell?.currentWidget;"

NOTEBOOK_READY = f"""(withKernel) => {{ {_PANEL}
  if (document.getElementById('jupyterlab-splash')) return false;
  if (!panel?.context?.isReady || !panel.sessionContext?.isReady) return false;
  return !withKernel || panel.sessionContext.session?.kernel?.status === 'idle';
}}"""

# The preference is set before the session looks at it: the file is still on its way.
OPEN_WITHOUT_KERNEL = """async (path) => {
  const app = window.jupyterapp;
  await app.restored;
  const panel = await app.commands.execute('docmanager:open', { path, factory: 'Notebook' });
  const session = panel.sessionContext;
  session.kernelPreference = { ...session.kernelPreference, shouldStart: false };
  app.shell.activateById(panel.id);
}"""

COMMAND = """async ([name, args]) => {
  await window.jupyterapp.commands.execute(name, args);
}"""

IDLE = f"""() => {{ {_PANEL}
  const busy = panel.content.widgets.some((cell) => cell.model.executionState === 'running');
  return !busy && panel.sessionContext.session?.kernel?.status === 'idle';
}}"""

# The kernel answers in order: after this, it has answered every cell, or given it up.
ALL_ANSWERED = f"""async () => {{ {_PANEL}
  const {{ kernel }} = panel.sessionContext.session;
  await kernel.requestExecute({{ code: '', silent: true, stop_on_error: false }}).done;
}}"""

NO_KERNEL = f"""() => {{ {_PANEL}
  return panel.sessionContext.session?.kernel?.status !== 'idle';
}}"""

EXECUTE = f"""async ([code, expression]) => {{ {_PANEL}
  const kernel = panel.sessionContext.session.kernel;
  const future = kernel.requestExecute({{
    code, store_history: false, allow_stdin: false, user_expressions: {{ value: expression }},
  }}, false);
  const {{ content }} = await future.done;
  if (content.status !== 'ok') return {{ error: `${{content.ename}}: ${{content.evalue}}` }};
  const {{ value }} = content.user_expressions;
  if (value.status !== 'ok') return {{ error: `${{value.ename}}: ${{value.evalue}}` }};
  return {{ text: value.data['text/plain'] }};
}}"""

CELLS = f"""() => {{ {_PANEL}
  return panel.content.widgets.map((cell) => ({{
    ...cell.model.toJSON(),
    trusted: cell.model.type === 'code' ? cell.model.trusted : null,
  }}));
}}"""

UNDRAWN = f"""(mimetype) => {{ {_PANEL}
  const shown = (area, at) => {{
    const node = area.widgets[at]?.node.querySelector('.jp-OutputArea-output');
    if (!node) return 'nothing';
    const text = node.innerText.trim();
    const failed = /^(Error displaying widget|Loading widget|Failed to create)/.test(text)
      || node.querySelector('.jupyter-widgets-error-widget');
    return failed || !node.firstElementChild || !node.offsetHeight ? `'${{text}}'` : '';
  }};
  return panel.content.widgets.flatMap((cell, number) =>
    (cell.model.toJSON().outputs ?? []).flatMap((output, at) => {{
      const bad = output.data?.[mimetype] && shown(cell.outputArea, at);
      return bad ? [`cell ${{number}}, output ${{at}} shows ${{bad}}`] : [];
    }}));
}}"""

RUN_CELL = f"""async (index) => {{ {_PANEL}
  panel.content.activeCellIndex = index;
  panel.content.deselectAll();
  await window.jupyterapp.commands.execute('notebook:run-cell');
}}"""

# While a theme loads, JupyterLab lays its splash screen over everything.
THEME_IS = """(name) => document.body.dataset.jpThemeName === name
  && !document.getElementById('jupyterlab-splash')"""
