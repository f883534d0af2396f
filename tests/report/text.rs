//! The summary on the terminal.

use care2mosaic::report::summary::PlaceNames;
use care2mosaic::report::text::to_text;
use insta::assert_snapshot;

use super::sample;

fn names() -> PlaceNames {
    PlaceNames {
        out: "out".into(),
        export: "export".into(),
        results: "out".into(),
        sources: " --source export".into(),
        ..PlaceNames::default()
    }
}

#[test]
fn with_exceptions() {
    assert_snapshot!(to_text(&sample::with_exceptions(), &names()), @r"
    Reconciled with exceptions. Everything is accounted for; some of it waits for a decision.

      records    172 read = 156 migrated + 3 merged + 3 excluded + 2 rejected + 8 held
      cases      40 read = 36 migrated + 0 merged + 1 excluded + 0 rejected + 3 held
      case files 117 read = 110 complete + 2 incomplete + 2 excluded + 3 held
      values     150 rebuilt and compared, none differs
                 42.19% in a field of their own, 10.99% in a note, 4.25% in part, 42.55% not carried
      columns    25.00% in a field of their own, 25.00% in a note, 25.00% in part, 25.00% not carried
      bytes      42.19% in a field of their own, 10.99% in a note, 4.25% in part, 42.55% not carried
      written    111 rows in 1 table
      root       eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee over 115 leaves

    Held: 3 case files, caused by (holds.csv)
             2  cp-overlap: Child protection plans of one child overlap, or one ends before it starts.
                at ChildProtection, first in ChildProtection.csv line 12
                Correct the dates.
             1  adoption-link: A person whose identities before and after adoption are linked.
                at Person
                Follow the council's procedure for adoption records; nothing of it is written.

    Rejected: 2 records (rejects.csv)
             1  missing-key: A row has no id, so that it can be neither linked nor proved.
                at Person.PersonId, first in Person.csv line 77
                Find the row by file and line in CareDirector and have it exported with its id.
             1  missing-mandatory: A value that Mosaic needs is missing.
                at ChildProtection.StartDate, first in ChildProtection.csv line 9
                Enter the value in CareDirector, or declare in the policy what to write in its place.

    Values left out of their column: 16 (values.csv)
            16  bad-check-digit: An NHS, pupil or learner number fails its check digit, so it is mistyped.
                at Person.NHSNumber, Person.UniquePupilNumber, first in Person.csv line 40
                Look the number up and correct it at source; the person is written without it.

    Excluded by rule: 3 records (excluded.csv)
             2  training-records (Person)
             1  adult-services (Case)

    For review: 6 warnings of 1 kind, in warnings.csv

    Details: out/reconciliation/report.html and the lists in out/exceptions/

    What to do next
      1. Go through the causes listed here. Put them right in CareDirector, the mappings or the policy, whichever is at fault.
      2. Write the case files that nothing holds any more; add --source with a corrected export or corrected rows where the data was put right.
         care2mosaic retry out
      3. Go through out/exceptions/values.csv: these values of written records are not in the columns meant for them, and no later run puts them there.
      4. Once nothing more is to be written, draw a sample of case files, for practitioners to compare with both systems before anybody signs.
         care2mosaic sample out --size 20
      5. Keep the folder out as it is, with proof.key: the proof is of what it holds now, and nothing in it may be changed.
      6. Have out/reconciliation/report.html read, and signed by the people named under Sign-off; then sign the root with an SSH key, after which no audit is added.
         care2mosaic seal out --sign-key KEY
      7. Hand out/data to whoever loads it into Mosaic. To look at it in a database first, load it into staging tables.
         care2mosaic load out --to sqlite://staging.sqlite
    ");
}

#[test]
fn reconciled() {
    assert_snapshot!(to_text(&sample::reconciled(), &names()), @r"
    Reconciled. Everything is accounted for.

      records    172 read = 166 migrated + 3 merged + 3 excluded + 0 rejected + 0 held
      cases      40 read = 36 migrated + 0 merged + 1 excluded + 0 rejected + 3 held
      case files 117 read = 115 complete + 0 incomplete + 2 excluded + 0 held
      values     150 rebuilt and compared, none differs
                 42.19% in a field of their own, 10.99% in a note, 4.25% in part, 42.55% not carried
      columns    25.00% in a field of their own, 25.00% in a note, 25.00% in part, 25.00% not carried
      bytes      42.19% in a field of their own, 10.99% in a note, 4.25% in part, 42.55% not carried
      written    111 rows in 1 table
      root       eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee over 115 leaves

    Excluded by rule: 3 records (excluded.csv)
             2  training-records (Person)
             1  adult-services (Case)

    For review: 6 warnings of 1 kind, in warnings.csv

    Details: out/reconciliation/report.html and the lists in out/exceptions/

    What to do next
      1. Draw a sample of case files, for practitioners to compare with both systems before anybody signs.
         care2mosaic sample out --size 20
      2. Keep the folder out as it is, with proof.key: the proof is of what it holds now, and nothing in it may be changed.
      3. Have out/reconciliation/report.html read, and signed by the people named under Sign-off; then sign the root with an SSH key, after which no audit is added.
         care2mosaic seal out --sign-key KEY
      4. Hand out/data to whoever loads it into Mosaic. To look at it in a database first, load it into staging tables.
         care2mosaic load out --to sqlite://staging.sqlite
    ");
}

#[test]
fn not_reconciled() {
    assert_snapshot!(to_text(&sample::not_reconciled(), &names()), @r"
    Not reconciled. Do not load these files.
    The import files do not say what the export says: 1 check found something, and 3 values differ. Until the cause is known, nothing of this output may be loaded.

      records    172 read = 156 migrated + 3 merged + 3 excluded + 2 rejected + 8 held
      cases      40 read = 36 migrated + 0 merged + 1 excluded + 0 rejected + 3 held
      case files 117 read = 110 complete + 2 incomplete + 2 excluded + 3 held
      values     150 rebuilt and compared, 3 differ
                 42.19% in a field of their own, 10.99% in a note, 4.25% in part, 42.55% not carried
      columns    25.00% in a field of their own, 25.00% in a note, 25.00% in part, 25.00% not carried
      bytes      42.19% in a field of their own, 10.99% in a note, 4.25% in part, 42.55% not carried
      written    111 rows in 1 table
      root       eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee over 115 leaves

    Checks that failed
             3  keys: Keys of the import files are unique and references resolve

    Held: 3 case files, caused by (holds.csv)
             2  cp-overlap: Child protection plans of one child overlap, or one ends before it starts.
                at ChildProtection, first in ChildProtection.csv line 12
                Correct the dates.
             1  adoption-link: A person whose identities before and after adoption are linked.
                at Person
                Follow the council's procedure for adoption records; nothing of it is written.

    Rejected: 2 records (rejects.csv)
             1  missing-key: A row has no id, so that it can be neither linked nor proved.
                at Person.PersonId, first in Person.csv line 77
                Find the row by file and line in CareDirector and have it exported with its id.
             1  missing-mandatory: A value that Mosaic needs is missing.
                at ChildProtection.StartDate, first in ChildProtection.csv line 9
                Enter the value in CareDirector, or declare in the policy what to write in its place.

    Values left out of their column: 16 (values.csv)
            16  bad-check-digit: An NHS, pupil or learner number fails its check digit, so it is mistyped.
                at Person.NHSNumber, Person.UniquePupilNumber, first in Person.csv line 40
                Look the number up and correct it at source; the person is written without it.

    Excluded by rule: 3 records (excluded.csv)
             2  training-records (Person)
             1  adult-services (Case)

    For review: 6 warnings of 1 kind, in warnings.csv

    Details: out/reconciliation/report.html and the lists in out/exceptions/

    What to do next
      1. Look at out/reconciliation/differences.csv: it names the case file, record and field of each difference.
      2. If files were changed since they were written, put them back and compare again.
         care2mosaic reconcile out --source export
    ");
}

#[test]
fn refused() {
    assert_snapshot!(to_text(&sample::refused(), &names()), @r"
    Refused. Nothing was written.
    The export was read as far as it could be, and 1 finding stops it. Loading part of an export that is in doubt would hide what is missing, so nothing was written.

    Stops
      unmapped-column: Person.csv line 1 Person.ShoeSize
          no mapping uses this column or sets it aside

    What to do next
      1. Put right what is listed under Stops; each line says what was expected.
      2. See whether the mappings cover the export.
         care2mosaic check export
      3. Run it again: the folder is free for it.
         care2mosaic migrate export --out out
    ");
}
