"""procedure_table.py -- the states and transitions of a file, typed from the law and not from Netra.

The second copy of the procedure, as tests/clocks/table.py is of the clocks: typed from the dossier (its sections D.1 and
D.2), without law/transitions.toml. A row reads: in one of FROM, when EVENT comes, go to TO; the clocks named after +
start, those after - stop, those after = go on and start where none ran. A clock is written without PK- or PM-, because
each procedure has its own. Clocks that begin later, when something happens to the file, stand below in LATER.

The dossier names fewer stops than there must be (a file that leaves the initial review no longer owes it). So the
stops here are the least that must happen, and procedure_test.py checks by walking that none is forgotten.
"""
from collections import namedtuple

Transition = namedtuple("Transition", "id procedure source event target starts stops keeps")

TERMINAL = set("TRACE_CLOSED ALREADY_HANDLED NOT_REGISTERED NOT_VIOLATION LAPSED CLOSED".split())

STATES = set("""
    OBSERVED LHP INFO TRACING TRACE_CLOSED SUBMITTED REVIEW DEFICIENT WITHDRAWN TRANSFERRED TAKEN_OVER ALREADY_HANDLED
    NOT_REGISTERED REGISTERED CLARIFYING EXTRA_INFO STUDY PLENARY DECIDED_OTHER_LAW DECIDED_CRIME DECIDED_ADMIN
    DECIDED_ETHICS_EMB NOT_VIOLATION LAPSED FORWARDED ACKNOWLEDGED RETURNED RECOMMENDED SANCTIONED NO_SANCTION OVERDUE_PPK
    CONTROLLED OBJECTED CLOSED""".split())

ROWS = """
    T01   both        -                             report_received            SUBMITTED           +REVIEW
    T02   both        SUBMITTED                     start_review               REVIEW
    T03   both        SUBMITTED,REVIEW,DEFICIENT    withdraw                   WITHDRAWN           -REVIEW,COMPLETE
    T04   both        WITHDRAWN                     supervisor_keeps           INFO                +TRACE
    T04b  both        WITHDRAWN                     close_withdrawn            CLOSED
    T05   both        REVIEW                        requirements_met           REGISTERED          +HANDLE
    T06   both        REVIEW                        requirements_missing       DEFICIENT           +NOTICE
    T06b  both        DEFICIENT                     completed                  REVIEW              -COMPLETE
    T07   both        DEFICIENT                     completion_lapsed          NOT_REGISTERED      +STATUS
    T08   both        DEFICIENT,REVIEW              formal_fails_material_ok   INFO                +TRACE,STATUS
    T09   both        REVIEW                        other_level_competent      TRANSFERRED         -REVIEW
    T10   both        TRANSFERRED                   received_by_other          REVIEW              +REVIEW
    T11   both        REVIEW,REGISTERED             take_over                  TAKEN_OVER
    T11b  both        TAKEN_OVER                    resume                     REGISTERED          =HANDLE
    T12   both        REVIEW                        same_event_handled         ALREADY_HANDLED     +STATUS
    T13   both        -                             observation                OBSERVED            +FIND
    T14   both        OBSERVED                      write_lhp                  LHP
    T15   both        LHP                           plenary_finds              REGISTERED          +HANDLE -FIND
    T16   both        LHP                           plenary_not_yet            INFO                +TRACE
    T17   both        -                             info_received              INFO                +TRACE
    T18   both        INFO                          assign_tracing             TRACING
    T19   both        TRACING                       trace_positive             LHP                 +FIND
    T20   both        TRACING                       trace_negative_or_lapsed   TRACE_CLOSED
    T21   both        REGISTERED                    invite                     CLARIFYING
    T22   both        CLARIFYING                    heard                      CLARIFYING
    T23   both        CLARIFYING                    absent                     CLARIFYING
    T24   both        CLARIFYING                    absent_twice               STUDY
    T25   both        CLARIFYING                    enough                     STUDY
    T26   both        CLARIFYING,STUDY              need_more                  EXTRA_INFO          +HANDLE-X -HANDLE
    T27   both        EXTRA_INFO                    obtained                   STUDY
    T28   both        STUDY                         submit                     PLENARY
    T29   both        PLENARY                       decide_other_law           DECIDED_OTHER_LAW   +FORWARD,STATUS -HANDLE,HANDLE-X
    T30   both        PLENARY                       decide_crime               DECIDED_CRIME       +CRIME
    T31   both        PLENARY                       decide_admin               DECIDED_ADMIN
    T32   both        PLENARY                       decide_organiser_ethics    DECIDED_ETHICS_EMB
    T33   both        PLENARY                       decide_not_violation       NOT_VIOLATION       +STATUS
    T34   both        REGISTERED,CLARIFYING,EXTRA_INFO,STUDY,PLENARY clock_out LAPSED
    T35   both        DECIDED_OTHER_LAW             forward                    FORWARDED           -FORWARD
    T35b  both        DECIDED_CRIME                 forward_crime              FORWARDED           -CRIME
    T35c  both        DECIDED_ADMIN                 forward_admin              FORWARDED
    T35d  both        DECIDED_ETHICS_EMB            forward_ethics             FORWARDED
    T36   downstream  FORWARDED                     ack                        ACKNOWLEDGED
    T37   downstream  ACKNOWLEDGED                  returned                   RETURNED
    T38   downstream  RETURNED                      resend                     FORWARDED
    T39   downstream  ACKNOWLEDGED                  recommend                  RECOMMENDED         +DS-PPK
    T39b  downstream  ACKNOWLEDGED                  sanction_by_head           SANCTIONED
    T39c  downstream  ACKNOWLEDGED                  no_sanction_by_head        NO_SANCTION
    T40   downstream  RECOMMENDED                   sanction                   SANCTIONED          -DS-PPK
    T41   downstream  RECOMMENDED                   no_sanction                NO_SANCTION         -DS-PPK
    T42   downstream  RECOMMENDED                   overdue                    OVERDUE_PPK
    T43   downstream  OVERDUE_PPK                   control                    CONTROLLED
    T44   downstream  CONTROLLED,OVERDUE_PPK        late_sanction              SANCTIONED
    T45   downstream  SANCTIONED                    remedy                     OBJECTED
    T46   downstream  OBJECTED                      remedy_decided             CLOSED
    T47   downstream  SANCTIONED,NO_SANCTION,CONTROLLED close                  CLOSED
"""

# Transitions of Netra's own, which no law knows: each must be marked unsure in the pack, and start no clock.
OWN = {"T07i": "what was told and not completed is kept and traced (S6)",
       "T11q": "conflicts of interest leave no quorum: the file goes to the higher level (S13)",
       "T33r": "a review before the hand-over leaves nobody proven: there is nothing to hand over (N23)",
       "T47w": "a review after the hand-over takes it back (N23)",
       "T44n": "a late answer need not be a sanction: retired, left the service (S15)",
       "T17u": "whoever opened a file by a slip of the hand takes it back within minutes"}


def clocks(words, sign):
    """The clocks after +, - or = among the last words of a row."""
    return {name for word in words if word[0] == sign for name in word[1:].split(",")}


def transition(line):
    key, procedure, source, event, target, *effects = line.split()
    return Transition(key, procedure, frozenset() if source == "-" else frozenset(source.split(",")), event, target,
                      clocks(effects, "+"), clocks(effects, "-"), clocks(effects, "="))


TRANSITIONS = [transition(line) for line in ROWS.strip().splitlines()]

# Clocks that do not begin with a transition but with what happens after it (the column "Starts" of the dossier's D.3):
# clock -> (what happens, the transitions that promise it).
LATER = {
    "REPORT": ("known", {"T01"}),
    "COMPLETE": ("notice_received", {"T06"}),
    "SUMMON": ("hearing_set", {"T21", "T23"}),
    "DS-SATGAS": ("sbt_entered", {"T36"}),
    "DS-BAWASLU": ("satgas_done", {"T36"}),
    "DS-EXAM1": ("first_summons", {"T39"}),
    "DS-EXAM2": ("examination_missed", {"T39"}),
    "DS-DELIVER": ("decree_issued", {"T40", "T44"}),
    "DS-EFFECT": ("decree_received", {"T40", "T44"}),
    "DS-OBJECT": ("decree_received", {"T40", "T44"}),
    "DS-APPEAL": ("decree_received", {"T40", "T44"}),
    "DS-OBJECT-R": ("objection_received", {"T45"}),
    "DS-APPEAL-R": ("appeal_received", {"T45"}),
}

# Clocks of no file: the ban on replacing officials is evidence, the others are owed to whom personal data concern.
OF_NO_FILE = {"APPOINT", "PDP-ACCESS", "PDP-BREACH", "PDP-RESTRICT"}
