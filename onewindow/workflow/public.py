"""The door of workflow: define, publish and run processes; the subject is the caller's public number."""

from onewindow.workflow.bpmn.reading import read_bpmn
from onewindow.workflow.bpmn.writing import write_bpmn
from onewindow.workflow.drawing import Drawing, draw
from onewindow.workflow.errors import (
    AlreadyRunning,
    BpmnRefused,
    CannotTakeBack,
    DefinitionUnsound,
    NotRunning,
    NotYourTask,
    SameHand,
    TaskGone,
    TaskHeld,
    TaskInvalid,
    TooManyReturns,
    UnknownDefinition,
    UnknownTask,
    WaitsForOpinions,
)
from onewindow.workflow.events import ProcessEnded, ProcessPublished, ServiceAwaited
from onewindow.workflow.game import begin, fire, may_end
from onewindow.workflow.graph import Graph, graph_from
from onewindow.workflow.hands import Hand
from onewindow.workflow.models import Definition, Instance, Step, Task
from onewindow.workflow.policies import can_do
from onewindow.workflow.queries import (
    Load,
    Run,
    colleagues,
    late_tasks,
    load_of,
    open_tasks,
    processes,
    published_process,
    runs_of,
    work_list,
)
from onewindow.workflow.services.definitions import draft_process, publish_process
from onewindow.workflow.services.drawn import export_process, import_process
from onewindow.workflow.services.handing import (
    ask_opinions,
    claim_task,
    delegate_task,
    drop_opinion,
    release_task,
    return_task,
    take_back_task,
)
from onewindow.workflow.services.running import (
    Progress,
    cancel_process,
    complete_task,
    move_process,
    pause_process,
    resume_process,
    start_process,
)
from onewindow.workflow.services.signalling import signal_process, tell_process
from onewindow.workflow.services.timers import fire_due, register_program
from onewindow.workflow.soundness import problems
from onewindow.workflow.watching import TaskRow, tasks_about

# fmt: off
__all__ = [
    "AlreadyRunning", "BpmnRefused", "CannotTakeBack", "Definition", "DefinitionUnsound", "Drawing",
    "Graph", "Hand", "Instance", "Load", "NotRunning", "NotYourTask", "ProcessEnded", "ProcessPublished",
    "Progress", "Run", "SameHand", "ServiceAwaited", "Step", "Task", "TaskGone", "TaskHeld",
    "TaskInvalid", "TaskRow", "TooManyReturns", "UnknownDefinition", "UnknownTask", "WaitsForOpinions",
    "ask_opinions", "begin", "can_do", "cancel_process", "claim_task", "colleagues", "complete_task",
    "delegate_task", "draft_process", "draw", "drop_opinion", "export_process", "fire", "fire_due",
    "graph_from", "import_process", "late_tasks", "load_of", "may_end", "move_process", "open_tasks",
    "pause_process", "problems", "processes", "publish_process", "published_process", "read_bpmn",
    "register_program", "release_task", "resume_process", "return_task", "runs_of", "signal_process",
    "start_process", "take_back_task", "tasks_about", "tell_process", "work_list", "write_bpmn",
]
# fmt: on
