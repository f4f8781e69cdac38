"""Where a file can be fetched."""

from bot.sandbox.given import Given
from bot.sandbox.refusals import refuse
from bot.sandbox.uploads import LARGEST_DOWNLOAD
from bot.sandbox.world import Wire, World


def get_file(world: World, given: Given) -> Wire:
    file = world.files.get(given.text("file_id"))
    if file is None:
        raise refuse("file_unknown")
    if file.size > LARGEST_DOWNLOAD:
        raise refuse("file_big")
    return {"file_id": file.id, "file_unique_id": file.unique, "file_size": file.size, "file_path": file.path}


METHODS = {"getFile": get_file}
