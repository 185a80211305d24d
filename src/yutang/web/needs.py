"""What handlers may have: `def f(context: NeedsContext, viewer: NeedsViewer, …)`."""

from litestar.di import NamedDependency

from yutang.accounts.model import Signed, Viewer
from yutang.web.context import Context

NeedsContext = NamedDependency[Context]
NeedsViewer = NamedDependency[Viewer]
NeedsSigned = NamedDependency[Signed]
