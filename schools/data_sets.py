"""The data sets that schools come from."""

from careers.models.data_sets import DataSet, register

IPEDS_DIRECTORY = "ipeds-directory"


def register_all() -> None:
    register(DataSet(name=IPEDS_DIRECTORY, label="School directory (IPEDS)"))
