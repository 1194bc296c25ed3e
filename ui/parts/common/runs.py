"""What Streamlit does not say of the run that is under way."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType


def another_wanted() -> bool:
    """Whether the browser waits for another run: Stop was pressed, a new question sent.

    Streamlit ends a run for that by itself, but not where what was pressed stands in a fragment:
    then the run under way has to look, and to end. A timer's run can wait.
    """
    context = get_script_run_ctx()
    if context is None or context.script_requests is None:
        return False
    requests = context.script_requests  # has no public way to look without taking
    return requests._state is ScriptRequestType.RERUN and not requests._rerun_data.is_auto_rerun
