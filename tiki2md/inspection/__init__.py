"""What a wiki holds, and what converting it will need: counted before anything is written."""

from tiki2md.inspection.counting import inspect_wiki
from tiki2md.inspection.result import Inspection, PluginUse, Work, ranked

__all__ = ["Inspection", "PluginUse", "Work", "inspect_wiki", "ranked"]
