//! The catalogue of reason codes (`hard-cases.md`); there are no others.

use std::fmt;
use std::str::FromStr;

/// What a reason code does to the record it is raised for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Carried by a declared rule, and counted.
    Map,
    /// The row is folded into another row.
    Merge,
    /// The row is left out by a named rule.
    Exclude,
    /// The value is not written to its column; the row is.
    RejectValue,
    /// The row is not written.
    RejectRow,
    /// The whole case file is withheld.
    Hold,
    /// Written, and listed for review.
    Warn,
    /// The run is refused because of the source: exit code 4.
    StopSource,
    /// The run is refused until mappings or policy change: exit code 6.
    StopMapping,
    /// The proof fails: exit code 3.
    StopProof,
}

impl Action {
    /// Whether the code refuses the run.
    pub fn stops(self) -> bool {
        matches!(self, Self::StopSource | Self::StopMapping | Self::StopProof)
    }
}

macro_rules! reasons {
    ($($name:ident $code:literal $action:ident)*) => {
        /// A reason code, in the order of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $(#[doc = concat!("`", $code, "`")] $name,)*
        }

        impl Reason {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as lists and reports write it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What the code does, unless a policy says otherwise.
            pub fn action(self) -> Action {
                match self { $(Self::$name => Action::$action,)* }
            }
        }

        impl FromStr for Reason {
            type Err = UnknownReason;

            fn from_str(text: &str) -> Result<Self, UnknownReason> {
                match text { $($code => Ok(Self::$name),)* _ => Err(UnknownReason) }
            }
        }
    };
}

impl Reason {
    /// What stands in place of every code that tells of an adoption, wherever case files are named or runs stand beside each other.
    pub const UNTOLD: &str = "held";

    /// Whether the code tells of an adoption where it does this: then only the totals of one run name it, without a place
    /// (`hard-cases.md`). A sign of one is listed for the council, unless the policy holds for it.
    pub fn tells_of_adoption(self, action: Action) -> bool {
        match self {
            Self::AdoptionLink | Self::AdoptionTie | Self::AdoptionSharedRecord => true,
            Self::AdoptionSignal => action == Action::Hold,
            _ => false,
        }
    }

    /// Its place in the catalogue.
    pub fn number(self) -> u64 {
        self as u64
    }

    /// The code at a place of the catalogue.
    pub fn numbered(number: u64) -> Option<Self> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }
}

/// The text is no reason code of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such reason code in the catalogue")]
pub struct UnknownReason;

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

reasons! {
    BadEncoding "bad-encoding" StopSource
    EncodingMismatch "encoding-mismatch" StopSource
    RaggedRow "ragged-row" StopSource
    UnclosedQuote "unclosed-quote" StopSource
    BadXml "bad-xml" StopSource
    SparseRow "sparse-row" Map
    MissingColumn "missing-column" StopMapping
    UnmappedColumn "unmapped-column" StopMapping
    DuplicateHeader "duplicate-header" StopSource
    RepeatedHeader "repeated-header" Exclude
    SummaryRow "summary-row" Exclude
    RowLimitHit "row-limit-hit" StopSource
    TruncatedAtExcelLimit "truncated-at-excel-limit" StopSource
    TextAtWidthLimit "text-at-width-limit" Warn
    MixedLineEndings "mixed-line-endings" Warn
    EmptyFile "empty-file" Warn
    ActiveOnly "active-only" StopSource
    ObjectAbsent "object-absent" StopSource
    UnmappedObject "unmapped-object" StopMapping
    UndeclaredFile "undeclared-file" StopMapping
    ControlTotalMismatch "control-total-mismatch" StopSource
    NoControlTotal "no-control-total" Warn
    LabelOnlyKey "label-only-key" StopSource
    AuditColumnsAbsent "audit-columns-absent" StopSource
    FieldSecurityBlank "field-security-blank" Warn
    NulCharacter "nul-character" Map
    NullLiteral "null-literal" Map
    DuplicateRow "duplicate-row" Merge
    DuplicateKey "duplicate-key" Merge
    ConflictingDuplicate "conflicting-duplicate" Hold
    FormulaLikeText "formula-like-text" Warn
    MissingKey "missing-key" RejectRow
    BadKey "bad-key" RejectRow
    MergedPerson "merged-person" Merge
    MergeChain "merge-chain" Merge
    MergeCycle "merge-cycle" Hold
    MergeMasterMissing "merge-master-missing" Hold
    MergeNotSettled "merge-not-settled" Warn
    MergeUndone "merge-undone" Hold
    DuplicateLegacyId "duplicate-legacy-id" Hold
    AmbiguousLegacyId "ambiguous-legacy-id" Warn
    PossibleDuplicatePerson "possible-duplicate-person" Warn
    DuplicateBlocksMerge "duplicate-blocks-merge" Hold
    UnbornChild "unborn-child" Map
    UnbornOverdue "unborn-overdue" Warn
    AgeOnly "age-only" Hold
    DobMissing "dob-missing" Hold
    FutureBirthDate "future-birth-date" Hold
    DeathBeforeBirth "death-before-birth" Hold
    DeceasedPerson "deceased-person" Map
    BadIdentifierFormat "bad-identifier-format" RejectValue
    BadCheckDigit "bad-check-digit" RejectValue
    PlaceholderIdentifier "placeholder-identifier" RejectValue
    SharedIdentifier "shared-identifier" RejectValue
    NhsSuperseded "nhs-superseded" RejectValue
    FormerUpnOnly "former-upn-only" Map
    UpnUnknownReason "upn-unknown-reason" Map
    PostcodeNormalised "postcode-normalised" Map
    BadPostcode "bad-postcode" Warn
    PseudoPostcode "pseudo-postcode" Warn
    RecordedInError "recorded-in-error" Exclude
    ErrorRecordWithWork "error-record-with-work" Hold
    InactiveRecord "inactive-record" Map
    ExternalPerson "external-person" Exclude
    TestPerson "test-person" Exclude
    PlaceholderName "placeholder-name" Warn
    NamePartsDisagree "name-parts-disagree" Warn
    UnencodableCharacter "unencodable-character" RejectRow
    UntrimmedValue "untrimmed-value" Map
    MissingMandatory "missing-mandatory" RejectRow
    DisplayNameCount "display-name-count" Hold
    PrimaryGroupCount "primary-group-count" Hold
    OrphanParent "orphan-parent" RejectRow
    DanglingLookup "dangling-lookup" RejectValue
    ParentExcluded "parent-excluded" Exclude
    ParentRejected "parent-rejected" RejectRow
    ParentHeld "parent-held" Hold
    SurrogateRecord "surrogate-record" Exclude
    DestructionPending "destruction-pending" Hold
    RelationshipMirrored "relationship-mirrored" Merge
    RelationshipConflict "relationship-conflict" RejectRow
    SelfRelationship "self-relationship" RejectRow
    RelationshipNoStart "relationship-no-start" RejectRow
    PlaceholderRelative "placeholder-relative" Exclude
    PolymorphicMismatch "polymorphic-mismatch" RejectRow
    PolymorphicUnknownTable "polymorphic-unknown-table" RejectRow
    PersonCaseMismatch "person-case-mismatch" Hold
    OwnerIsTeam "owner-is-team" Map
    InactiveWorker "inactive-worker" Map
    InactiveTeam "inactive-team" Warn
    WorkerTextOnly "worker-text-only" Warn
    UnknownAuthor "unknown-author" RejectRow
    ServiceAccountAuthor "service-account-author" Warn
    DuplicateSystemUser "duplicate-system-user" StopSource
    TwoLeadingWorkers "two-leading-workers" Hold
    AddressDisagrees "address-disagrees" Warn
    AddressShared "address-shared" Map
    OrganisationCycle "organisation-cycle" StopSource
    TimeBasisUndeclared "time-basis-undeclared" StopMapping
    MidnightShift "midnight-shift" StopMapping
    BadDate "bad-date" RejectValue
    MixedDateFormat "mixed-date-format" Map
    TwoDigitYear "two-digit-year" Map
    AmbiguousDate "ambiguous-date" RejectValue
    ExcelSerialDate "excel-serial-date" Map
    SentinelDate "sentinel-date" Map
    FutureDate "future-date" Warn
    EndBeforeStart "end-before-start" RejectRow
    ClockChangeRepeat "clock-change-repeat" Warn
    ClockChangeGap "clock-change-gap" RejectValue
    LacStatusRun "lac-status-run" Map
    LacDayGap "lac-day-gap" Map
    LacStatusGap "lac-status-gap" Warn
    LacStatusOverlap "lac-status-overlap" Hold
    LacOpenMismatch "lac-open-mismatch" Hold
    LacTwoOpen "lac-two-open" Hold
    LacFlagMismatch "lac-flag-mismatch" Warn
    RneMismatch "rne-mismatch" Warn
    RecInconsistent "rec-inconsistent" Warn
    PlacementOutsideStatus "placement-outside-status" Hold
    CpCategoryMultiple "cp-category-multiple" Hold
    CpOverlap "cp-overlap" Hold
    CpNoConference "cp-no-conference" Hold
    CpEndNoReason "cp-end-no-reason" Warn
    CpStatusDateDiffers "cp-status-date-differs" Warn
    MissingNoEnd "missing-no-end" Warn
    StepDateConflict "step-date-conflict" RejectRow
    SignedOffAfterClosure "signed-off-after-closure" Warn
    LookupKindUndeclared "lookup-kind-undeclared" StopMapping
    OptionSetChanged "option-set-changed" StopMapping
    UnmappedCode "unmapped-code" RejectValue
    RetiredCode "retired-code" Warn
    AmbiguousGovcode "ambiguous-govcode" RejectValue
    MissingGovcode "missing-govcode" RejectValue
    GovcodeNameConflict "govcode-name-conflict" RejectValue
    OptionNoLabel "option-no-label" RejectValue
    AmbiguousLabel "ambiguous-label" RejectValue
    LabelVariant "label-variant" Map
    LabelDisagrees "label-disagrees" Warn
    BadBoolean "bad-boolean" RejectValue
    TriStateUnknown "tri-state-unknown" Map
    MultiValue "multi-value" RejectValue
    AlertExposedTo "alert-exposed-to" RejectRow
    CodeNotInTarget "code-not-in-target" RejectValue
    LookupTextMismatch "lookup-text-mismatch" RejectValue
    HtmlConverted "html-converted" Map
    StrayMarkup "stray-markup" Warn
    InlineImage "inline-image" Warn
    CidReference "cid-reference" Warn
    ControlCharacter "control-character" RejectValue
    LoneSurrogate "lone-surrogate" RejectValue
    Mojibake "mojibake" Warn
    ReplacementCharacter "replacement-character" Warn
    UnusualSpace "unusual-space" Map
    OverLength "over-length" RejectRow
    EmptyText "empty-text" Warn
    ThirdPartyInformation "third-party-information" Warn
    ClonedRecord "cloned-record" Map
    ActivityAlsoNote "activity-also-note" Merge
    SiblingFold "sibling-fold" Merge
    SiblingPolicyUndeclared "sibling-policy-undeclared" StopMapping
    HeldSibling "held-sibling" Warn
    DerivedRecord "derived-record" Exclude
    TemplateUnknown "template-unknown" RejectRow
    QuestionUnmapped "question-unmapped" RejectRow
    QuestionNotInTemplate "question-not-in-template" StopMapping
    GridUnmapped "grid-unmapped" RejectRow
    AnswerWrongColumn "answer-wrong-column" RejectRow
    AnswerSeveralColumns "answer-several-columns" RejectRow
    AnswerTypeMismatch "answer-type-mismatch" RejectValue
    AnswerLabelDisagrees "answer-label-disagrees" RejectValue
    FormNotInitialised "form-not-initialised" Exclude
    AnswersOnEmptyForm "answers-on-empty-form" Hold
    FormCancelled "form-cancelled" Map
    MandatoryAnswerMissing "mandatory-answer-missing" Warn
    ReportingTableStale "reporting-table-stale" Warn
    ReportingTableMissing "reporting-table-missing" Warn
    PersonRefUnresolved "person-ref-unresolved" RejectValue
    EmbeddedPersonId "embedded-person-id" Warn
    ScaleOutOfRange "scale-out-of-range" RejectValue
    SosSetIncomplete "sos-set-incomplete" Warn
    SosManySets "sos-many-sets" Warn
    SosUnstructured "sos-unstructured" Warn
    DocumentNoContent "document-no-content" RejectRow
    DocumentFileMissing "document-file-missing" RejectRow
    FileWithoutMetadata "file-without-metadata" Warn
    EmptyDocument "empty-document" RejectRow
    SharedFile "shared-file" Map
    BadBase64 "bad-base64" RejectRow
    FileNameCollision "file-name-collision" Map
    BadFileName "bad-file-name" Map
    FileTypeNotAllowed "file-type-not-allowed" RejectRow
    ExtensionMismatch "extension-mismatch" Warn
    EncryptedFile "encrypted-file" Warn
    OversizeFile "oversize-file" RejectRow
    RestrictedRecord "restricted-record" Hold
    RestrictedNote "restricted-note" Hold
    RestrictionTypeUnmapped "restriction-type-unmapped" Hold
    RestrictionEnded "restriction-ended" Warn
    RestrictedPlaceholder "restricted-placeholder" StopSource
    AdoptionLink "adoption-link" Hold
    AdoptionTie "adoption-tie" Hold
    AdoptionSharedRecord "adoption-shared-record" Hold
    AdoptionSignal "adoption-signal" Warn
    AdoptionLinkAbsent "adoption-link-absent" StopSource
    RetentionExpired "retention-expired" Exclude
    RetentionHold "retention-hold" Map
    OutOfScope "out-of-scope" Exclude
    NotSocialCare "not-social-care" Exclude
    UnknownCaseKind "unknown-case-kind" Hold
    AuditYearMissing "audit-year-missing" Warn
    DuplicateTargetKey "duplicate-target-key" StopProof
    StepNoSubject "step-no-subject" RejectRow
    LinkEndpointMissing "link-endpoint-missing" RejectRow
    LinkCycle "link-cycle" RejectRow
    NotAccountedFor "not-accounted-for" StopProof
    CountMismatch "count-mismatch" StopProof
    ValueMismatch "value-mismatch" StopProof
    RecordSwapped "record-swapped" StopProof
    UnexpectedTargetRow "unexpected-target-row" Warn
    SampleCheckFailed "sample-check-failed" StopProof
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_has_221_codes() {
        assert_eq!(Reason::ALL.len(), 221);
        for reason in Reason::ALL {
            assert_eq!(reason.code().parse(), Ok(*reason));
        }
    }
}
