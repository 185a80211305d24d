"""All tags and groups of a moment, with the names they have and had: what a change is checked against. Pure."""

from collections.abc import Iterable, Mapping

from yutang.kit.errors import YutangError
from yutang.segments.tags.model import Group, Tag, full, number


class Book:
    """`aliases`: tag by mark, of the names that tags got after their first."""

    def __init__(self, groups: Iterable[Group], tags: Iterable[Tag], aliases: Mapping[int, int]) -> None:
        self.groups = {group.id: group for group in groups}
        self.tags = {tag.id: tag for tag in tags}
        self.aliases = dict(aliases)

    def group(self, id_: int) -> Group:
        """One in use. Raises YutangError "not_found"."""
        found = self.groups.get(id_)
        if found is None or found.archived_at is not None:
            raise YutangError("not_found", what="tag_group")
        return found

    def tag(self, id_: int) -> Tag:
        """One in use. Raises YutangError "not_found"."""
        found = self.tags.get(id_)
        if found is None or found.archived_at is not None:
            raise YutangError("not_found", what="tag")
        return found

    def whole(self, tag: Tag) -> str:
        """The name it has now, with its group's."""
        return full(self.groups[tag.group_id].name, tag.name)

    def of_group(self, group_id: int) -> list[Tag]:
        """Tags in use of a group."""
        return [one for one in self.tags.values() if one.group_id == group_id and one.archived_at is None]

    def holder(self, whole: str) -> Tag | None:
        """The tag that facts with this name belong to: it has the name or had it once."""
        named = number(whole)
        return self.tags.get(self.aliases.get(named, named))

    def refuse_taken(self, whole: str, own: int | None = None) -> None:
        """Raises YutangError "tag_name_taken" when another tag has this name, or had it and was given another."""
        holder = self.holder(whole)
        alike = (one for one in self.tags.values() if one.archived_at is None and one.id != own)
        same = next((one for one in alike if self.whole(one).casefold() == whole.casefold()), None)
        found = holder if holder is not None and holder.id != own else same
        if found is not None:
            raise YutangError("tag_name_taken", name=whole, by=self.whole(found))

    def refuse_group_taken(self, name: str, own: int | None = None) -> None:
        """Raises YutangError "tag_group_taken"."""
        for one in self.groups.values():
            if one.archived_at is None and one.id != own and one.name.casefold() == name.casefold():
                raise YutangError("tag_group_taken", name=one.name)

    def next_position(self) -> int:
        return 1 + max((one.position for one in self.groups.values() if one.archived_at is None), default=-1)
