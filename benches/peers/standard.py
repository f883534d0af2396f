"""The standard drop: its dictionary, codes and crosswalk, and the contract's files with their columns and keys."""
import csv
import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[1]
FILES = {"dictionary.csv": PACKAGE / "mappings/dictionary.csv", "codes.csv": PACKAGE / "src/synth/data/codes.csv", "crosswalk.csv": HERE / "crosswalk.csv"}

# `*` key, row only when filled · `+` key, may be empty
CONTRACT = """
01 ORGANISATIONS LEGACY_ID* NAME SECTOR SUB_SECTOR TYPE EMAIL_ADDRESS DEPARTMENT AVAILABLE RESPONSIBLE_AUTHORITY ORGANISATION_NOTES
02 ORGANISATION_STRUCTURE CHILD_ORG_LEGACY_ID* PARENT_ORG_LEGACY_ID*
03 WORKERS LEGACY_ID* FIRST_NAMES LAST_NAMES SYSTEM_USER_ID EMAIL_ADDRESS CONTEXT_CODE
04 WORKER_ROLES WORKER_LEGACY_ID* ORG_LEGACY_ID* ROLE+ PRIMARY_JOB START_DATE+ END_DATE
05 MO_PERSONS LEGACY_ID* PERSON_ID_LEGACY DATE_OF_BIRTH DATE_OF_DEATH GENDER SUB_ETHNICITY COUNTRY_OF_BIRTH AGE_ESTIMATED RESTRICTED INTERPRETER_REQUIRED CONTEXT_FLAG NATIONALITY RELIGION MARITAL_STATUS FIRST_LANGUAGE FLUENCY_IN_ENGLISH EMAIL_ADDRESS
06 MO_PERSON_NAMES PERSON_LEGACY_ID* NAME_TYPE_ID* TITLE FIRST_NAMES LAST_NAME START_DATE+ END_DATE
07 MO_PERSON_GENDER_IDENTITIES PERSON_LEGACY_ID* GENDER_CODE* START_DATE+ END_DATE
08 SERVICE_USER_GROUPS PERSON_LEGACY_ID* FULL_GROUP_TYPE* START_DATE+ END_DATE IS_PRIMARY
09 MO_SUBJECT_REFERENCES PERSON_LEGACY_ID* REFERENCE_TYPE_CODE* REFERENCE*
10 ADDRESSES LEGACY_ID* FLAT_NUMBER BUILDING STREET_NUMBER STREET TOWN POST_CODE UNIQUE_ID
11 ADDRESSES_PEOPLE PERSON_LEGACY_ID* ADDRESS_LEGACY_ID* ADDRESS_TYPE+ START_DATE+ END_DATE CONTACT_ADDRESS DISPLAY_ADDRESS
12 TELEPHONE_NUMBERS PERSON_LEGACY_ID* TELEPHONE_NUMBER_TYPE* TELEPHONE_NUMBER*
13 PERSON_CONDITIONS_DISABILITIES PERSON_LEGACY_ID* CODE* START_DATE+ END_DATE
14 MO_PERSON_RELATIONSHIPS LEGACY_ID* PERSON_LEGACY_ID PERSON_RELATED_TO_LEGACY_ID RELATIONSHIP_CODE START_DATE END_DATE PARENTAL_RESPONSIBILITY IS_MOTHER IS_INFORMAL_CARER
15 MO_PERSON_ORG_RELATIONSHIPS PERSON_LEGACY_ID* ORG_LEGACY_ID* RELATIONSHIP_TYPE* START_DATE* END_DATE
16 PEOPLE_WORKERS LEGACY_ID* PERSON_LEGACY_ID WORKER_LEGACY_ID TYPE START_DATE END_DATE START_DATE_REASON
17 MO_GROUPS LEGACY_ID* GROUP_NAME GROUP_DESCRIPTION
17 MO_GROUP_SUBJECTS GROUP_LEGACY_ID* PERSON_LEGACY_ID* START_DATE+ END_DATE
18 MO_SUBGROUPS LEGACY_ID* GROUP_LEGACY_ID
18 MO_SUBGROUP_SUBJECTS SUBGROUP_LEGACY_ID* PERSON_LEGACY_ID* SUBJECT_TYPE_CODE
19 MO_WORKFLOW_STEPS LEGACY_ID* SUBGROUP_LEGACY_ID ASSIGNEE_LEGACY_ID RESPONSIBLE_TEAM_LEGACY_ID WORKFLOW_STEP_TYPE_ID STEP_STATUS INCOMING_ON STARTED_ON COMPLETED_ON CANCELLED_ON
20 MO_WORKFLOW_LINKS SOURCE_STEP_LEGACY_ID* TARGET_STEP_LEGACY_ID* WORKFLOW_NEXT_ACTION_TYPE_ID+ WORKFLOW_REASON_TYPE_ID
21 MO_FORMS LEGACY_ID* WORKFLOW_STEP_LEGACY_ID SUBGROUP_LEGACY_ID TEMPLATE_USER_CODE CREATED_ON
22 MO_FORM_ANSWER_ROWS LEGACY_ID* FORM_LEGACY_ID HANDLER_ROW_IDENTIFIER
23 MO_FORM_ANSWERS FORM_LEGACY_ID* ANSWER_ROW_LEGACY_ID+ QUESTION_USER_CODE* ANSWER_TYPE TEXT_ANSWER DATE_ANSWER NUMBER_ANSWER BOOLEAN_ANSWER LOOKUP_ANSWER+
24 MO_PERSON_REGISTRATIONS LEGACY_ID* PERSON_LEGACY_ID REGISTRATION_STEP_LEGACY_ID REGISTRATION_START_DATE DEREGISTRATION_DATE IS_CHILD_PROTECTION_PLAN IS_TEMPORARY_CHILD_PROTECTION
24 MO_PERSON_REGISTRATION_CATEGORIES REGISTRATION_LEGACY_ID* CIN_ABUSE_CATEGORY_CODE* CATEGORY_START_DATE+ CATEGORY_END_DATE
25 PERSON_LEGAL_STATUSES LEGACY_ID* PERSON_LEGACY_ID LEGAL_STATUS START_DATE END_DATE
25 PERSON_NON_LA_LEGAL_STATUSES LEGACY_ID* PERSON_LEGACY_ID LEGAL_STATUS START_DATE END_DATE
26 LOOKED_AFTER_PLACEMENTS LEGACY_ID* PERSON_LEGACY_ID ORG_LEGACY_ID PLACEMENT_CODE START_DATE END_DATE REASON_EPISODE_CEASED CATEGORY_OF_NEED REASON_FOR_PLACEMENT_CHANGE OFSTED_URN POST_CODE PROVIDER_CATEGORY_CODE
27 VISITS LEGACY_ID* PERSON_LEGACY_ID WORKER_LEGACY_ID REGISTRATION_LEGACY_ID VISIT_TYPE PLANNED_DATETIME ACTUAL_DATETIME REASON_NOT_PLANNED REASON_VISIT_NOT_MADE SEEN_ALONE_FLAG COMPLETED_FLAG
28 PERSON_HEALTH_INTERVENTIONS LEGACY_ID* PERSON_LEGACY_ID INTERVENTION_DATE
28 PERSON_HEALTH_INTERVENTION_SDQ INTERVENTION_LEGACY_ID* SCORE REASON
28 DENTAL_CHECKS PERSON_LEGACY_ID* DENTAL_CHECK_DATE*
28 HEALTH_CHECKS PERSON_LEGACY_ID* HEALTH_CHECK_DATE*
29 FORMER_LOOKED_AFTER PERSON_LEGACY_ID* DATE_OF_SITUATION* IN_TOUCH_TYPE ACTIVITY_TYPE ACCOMODATION_TYPE ACCOMODATION_SUITABLE
30 CASE_NOTES LEGACY_ID* PERSON_LEGACY_ID NOTE_TYPE TITLE CREATED_ON CREATED_BY LAST_UPDATED_BY NOTE
31 PERSON_ALERTS LEGACY_ID* PERSON_LEGACY_ID NOTE_TYPE START_DATE REVIEW_DATE END_DATE NARRATIVE
32 DOCUMENT_INDEX LEGACY_ID* OWNER_LEGACY_ID CATEGORY SUB_CATEGORY CONTEXT FILE_NAME SHA256 BYTES
"""


class Table:
    """One file of the contract."""

    def __init__(self, line):
        self.number, self.name, *marked = line.split()
        self.columns = [column.rstrip("*+") for column in marked]
        self.required = [column[:-1] for column in marked if column.endswith("*")]
        self.keys = [column[:-1] for column in marked if column[-1] in "*+"]
        self.file = f"{self.number}_{self.name}.csv"


TABLES = {table.name: table for table in map(Table, CONTRACT.strip().splitlines())}


@cache
def read(name):
    with open(FILES[name], encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@cache
def dictionary():
    """{entity: {column: its line}}"""
    entities = {}
    for line in read("dictionary.csv"):
        entities.setdefault(line["TABLE"], {})[line["COLUMN"]] = line
    return entities


@cache
def crosswalk():
    """{(entity, target table): its lines}"""
    found = {}
    for line in read("crosswalk.csv"):
        if line["TARGET_TABLE"] and line["RULE"] != "rne-recompute":
            found.setdefault((line["ENTITY"], line["TARGET_TABLE"]), []).append(line)
    return found


@cache
def used(entity):
    """The columns that some target needs, and the entity's own keys."""
    lines = [line for (name, _), lines in crosswalk().items() if name == entity for line in lines]
    joined = {part for line in lines if "join:" in line["RULE"] for part in line["RULE"].split("join:")[1].split()}
    wanted = {line["COLUMN"] for line in lines} | joined | {key(entity), "MasterId", "FullName", "Title"}
    return [name for name, line in dictionary()[entity].items() if name in wanted or line["KIND"] == "label"]


@cache
def key(entity):
    return next((name for name, line in dictionary()[entity].items() if line["KIND"] == "key"), None)


@cache
def owner(entity):
    """The column that leads to the record's person; Person leads to itself."""
    found = re.search(r"owner: (\w+)", dictionary()[entity][key(entity)]["NOTE"])
    return found[1] if found else key(entity)


@cache
def out_of_scope(entity):
    """Health and Mental Health Act objects, and the notes on them."""
    parent = entity.removesuffix("CaseNote")
    return any("not-social-care" in dictionary()[name][key(name)]["NOTE"] for name in {entity, parent} & dictionary().keys())


@cache
def label(entity, column):
    """The column that shows the row a lookup points at, if the table has one."""
    return next((name for name, line in dictionary()[entity].items()
                 if line["KIND"] == "label" and line["NOTE"].split("; ")[-1] == f"label of {column}"), None)


def rows_in(path):
    """Whether a file has a row under its header."""
    if not path.exists():
        return False
    with open(path, "rb") as source:
        source.readline()
        return bool(source.read(1))
