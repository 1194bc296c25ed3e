"""What Streamlit does not say of the run that is under way."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType


def something_pressed() -> bool:
    """Whether a button was pressed, or a question sent, that waits for this run's end.

    Streamlit ends a run for that by itself, but not where what was pressed stands in a fragment:
    then the run under way has to look, and to end. What is only opened, and a timer, can wait.
    """
    context = get_script_run_ctx()
    if context is None or context.script_requests is None:
        return False
    requests = context.script_requests  # has no public way to look without taking
    if requests._state is not ScriptRequestType.RERUN:
        return False
    states = requests._rerun_data.widget_states
    return states is not None and any(
        widget.trigger_value or widget.HasField("chat_input_value") for widget in states.widgets
    )
