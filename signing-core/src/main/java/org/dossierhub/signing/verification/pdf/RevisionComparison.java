package org.dossierhub.signing.verification.pdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.verification.pdf.FormFields.Field;
import org.dossierhub.signing.verification.pdf.PdfChange.Kind;
import org.dossierhub.signing.verification.pdf.PdfChange.Rule;
import org.dossierhub.signing.verification.pdf.PdfState.Page;
import org.dossierhub.signing.verification.pdf.PdfValue.Array;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;
import org.dossierhub.signing.verification.pdf.PdfValue.Ref;
import org.dossierhub.signing.verification.pdf.PdfValue.Stream;

/**
 * Compares a document at one signature with the same document at the next signature, or at the end
 * of the file, from the catalogue down, and puts a {@link PdfChange} down for every difference.
 * What is not named here as permitted is not.
 *
 * <p>Pages, form fields and widgets are compared in their own places; wherever else they are
 * referred to, it is enough that the reference is the same. Every other object is compared wherever
 * it is used, so that an object cannot serve as the look of a permitted field and as content of a
 * page at once.
 */
final class RevisionComparison {
  /** Keys of a page that are compared otherwise: what is inherited, and annotations one by one. */
  private static final Set<String> PAGE_KEYS_ELSEWHERE = Set.of("Parent", "Annots");

  /** With those that say nothing about how a page looks, and that signing may therefore touch. */
  private static final Set<String> SILENT_PAGE_KEYS =
      Set.of("Parent", "Annots", "LastModified", "PieceInfo", "Tabs", "StructParents", "Type");

  /** What signing may write into the field that is signed, and into its widget. */
  private static final Set<String> SIGNING_KEYS =
      Set.of("V", "AP", "M", "F", "MK", "DA", "BS", "Border", "P", "Type", "Subtype");

  /** What filling in may write into a text field, and into its widget. */
  private static final Set<String> FILLING_KEYS = Set.of("V", "AP", "M");

  /**
   * Keys of the catalogue that carry structure for assistive programs or habits of display, not
   * what pages show.
   */
  private static final Set<String> MILD_CATALOGUE_KEYS =
      Set.of(
          "StructTreeRoot",
          "MarkInfo",
          "Lang",
          "PieceInfo",
          "PageLabels",
          "ViewerPreferences",
          "SpiderInfo");

  static final Set<String> CLERK_FIELDS = Set.of(ResultForm.NUMBER, ResultForm.DATE);

  private final PdfState before;
  private final PdfState after;
  private final FormFields fieldsBefore;
  private final FormFields fieldsAfter;
  private final SignatureRules rules;
  private final Optional<SignedRange> covering;
  private final int afterIndex;
  private final int byIndex;
  private final SameInBoth both;
  private final Set<PdfChange> changes = new LinkedHashSet<>();

  /**
   * @param covering the signature the newer state ends with; none at the end of the file
   */
  RevisionComparison(
      PdfState before,
      PdfState after,
      Optional<SignedRange> covering,
      int afterIndex,
      int byIndex) {
    this.before = before;
    this.after = after;
    this.both = new SameInBoth(before, after);
    this.fieldsBefore = new FormFields(before);
    this.fieldsAfter = new FormFields(after);
    this.rules = new SignatureRules(before, fieldsBefore);
    this.covering = covering;
    this.afterIndex = afterIndex;
    this.byIndex = byIndex;
  }

  List<PdfChange> changes() {
    var pagesBefore = before.pages();
    var pagesAfter = after.pages();
    prepare(pagesBefore, pagesAfter);
    trailer();
    catalogue();
    form();
    pages(pagesBefore, pagesAfter);
    return List.copyOf(changes);
  }

  private void prepare(List<Page> pagesBefore, List<Page> pagesAfter) {
    var pageNumbersAfter = new HashSet<Integer>();
    pagesAfter.forEach(page -> pageNumbersAfter.add(page.number()));
    pagesBefore.stream()
        .map(Page::number)
        .filter(pageNumbersAfter::contains)
        .forEach(both::isComparedElsewhere);
    fieldsBefore.numbers().stream()
        .filter(fieldsAfter.numbers()::contains)
        .forEach(both::isComparedElsewhere);
    for (int i = 0; i < Math.min(pagesBefore.size(), pagesAfter.size()); i++) {
      var annotationsAfter = new HashSet<>(annotations(after, pagesAfter.get(i)));
      for (var annotation : annotations(before, pagesBefore.get(i))) {
        if (annotation instanceof Ref ref && annotationsAfter.contains(annotation)) {
          both.isComparedElsewhere(ref.number());
        }
      }
    }
    // the catalogue and its form are compared key by key, the page tree as the list of its pages
    both.isComparedElsewhere(before.trailer().get("Root"), after.trailer().get("Root"));
    both.isComparedElsewhere(before.catalog().get("AcroForm"), after.catalog().get("AcroForm"));
    both.isComparedElsewhere(before.catalog().get("Pages"), after.catalog().get("Pages"));
  }

  private void add(Kind kind, int page, Rule rule, String detail) {
    changes.add(new PdfChange(afterIndex, byIndex, kind, page, rule, detail));
  }

  private boolean signed() {
    return covering.isPresent() && !covering.get().timestamp();
  }

  /** For what a later signer answers for, but which the hub cannot vouch for. */
  private Rule doubtfulIfSigned() {
    return signed() && !rules.permitNothing() ? Rule.DOUBTFUL : Rule.FORBIDDEN;
  }

  private Rule permittedIfCovered() {
    return covering.isPresent() ? Rule.PERMITTED : Rule.FORBIDDEN;
  }

  private void trailer() {
    if (!before.trailer().get("Root").equals(after.trailer().get("Root"))) {
      add(Kind.STRUCTURE, 0, Rule.FORBIDDEN, "Root");
    }
    if (!both.same(before.trailer().get("Encrypt"), after.trailer().get("Encrypt"))) {
      add(Kind.STRUCTURE, 0, Rule.FORBIDDEN, "Encrypt");
    }
    if (!both.same(before.trailer().get("Info"), after.trailer().get("Info"))) {
      add(Kind.METADATA, 0, permittedIfCovered(), "");
    }
  }

  private void catalogue() {
    var old = before.catalog();
    var now = after.catalog();
    for (var key : SameInBoth.union(old, now)) {
      if (key.equals("Pages") || key.equals("AcroForm")) {
        continue;
      }
      if (key.equals("DSS")) {
        proofs(old, now);
      } else if (!both.same(key, old.get(key), now.get(key))) {
        catalogueKey(key, old, now);
      }
    }
    if (!old.get("Pages").equals(now.get("Pages")) && !(old.get("Pages") instanceof Dict)) {
      add(Kind.PAGES, 0, Rule.FORBIDDEN, "");
    }
  }

  private void catalogueKey(String key, Dict old, Dict now) {
    switch (key) {
      case "Extensions" -> {
        if (!isForSomething(old, now) || !both.onlyAdds(old.get(key), now.get(key))) {
          add(Kind.STRUCTURE, 0, Rule.FORBIDDEN, key);
        }
      }
      case "Version" -> {
        if (!isForSomething(old, now)
            || now.name(key).orElse("").compareTo(old.name(key).orElse("")) < 0) {
          add(Kind.STRUCTURE, 0, Rule.FORBIDDEN, key);
        }
      }
      case "Metadata" -> add(Kind.METADATA, 0, permittedIfCovered(), "");
      default ->
          add(
              Kind.STRUCTURE,
              0,
              MILD_CATALOGUE_KEYS.contains(key) ? doubtfulIfSigned() : Rule.FORBIDDEN,
              key);
    }
  }

  /** A signature or proofs may need a later version; nobody writes one for its own sake. */
  private boolean isForSomething(Dict old, Dict now) {
    return covering.isPresent() || !both.same(old.get("DSS"), now.get("DSS"));
  }

  /**
   * EN 319 142-1, 5.4.2: the document security store; proofs may come at any time, also after a P=1
   * signature.
   */
  private void proofs(Dict old, Dict now) {
    if (both.same(old.get("DSS"), now.get("DSS"))) {
      return;
    }
    var store = after.dict(now.get("DSS"));
    var known = Set.of("Type", "Certs", "CRLs", "OCSPs", "VRI");
    if (store.isEmpty() || !known.containsAll(store.get().entries().keySet())) {
      add(Kind.STRUCTURE, 0, Rule.FORBIDDEN, "DSS");
    } else {
      add(Kind.PROOFS, 0, Rule.PERMITTED, "");
    }
  }

  private void form() {
    var old = fieldsBefore.form().orElse(new Dict(Map.of()));
    var now = fieldsAfter.form().orElse(new Dict(Map.of()));
    for (var key : SameInBoth.union(old, now)) {
      var unchanged =
          key.equals("Fields")
              || (key.equals("SigFlags") && covering.isPresent())
              || both.same(key, old.get(key), now.get(key));
      if (!unchanged && !formKeyMayChange(key, old, now)) {
        add(Kind.STRUCTURE, 0, Rule.FORBIDDEN, "AcroForm/" + key);
      }
    }
    fieldsAfter.twice().forEach(name -> add(Kind.FORM_FIELD, 0, Rule.FORBIDDEN, name));
    for (var field : fieldsBefore.byName().values()) {
      var later = fieldsAfter.byName().get(field.name());
      if (later == null) {
        add(Kind.FORM_FIELD, 0, Rule.FORBIDDEN, field.name());
      } else {
        field(field, later);
      }
    }
    for (var field : fieldsAfter.byName().values()) {
      if (!fieldsBefore.byName().containsKey(field.name())) {
        newField(field);
      }
    }
  }

  private boolean formKeyMayChange(String key, Dict old, Dict now) {
    return switch (key) {
      // a font that the clerk brings along could say one number and show another
      case "DR" ->
          covering.isPresent()
              && !rules.reservedByLeader()
              && both.onlyAddsResources(old.get(key), now.get(key));
      case "DA" -> covering.isPresent() && !old.has(key);
      case "NeedAppearances" ->
          "false".equals(now.get(key) instanceof PdfValue.Word word ? word.text() : "false")
              && !old.has(key);
      default -> false;
    };
  }

  private boolean isSignedNow(String name) {
    return covering.isPresent() && covering.get().field().equals(name);
  }

  private void field(Field old, Field now) {
    var differing = both.differences(old.dict(), now.dict(), Set.of("Kids", "Parent"));
    if (old.number() != now.number() || !old.type().equals(now.type())) {
      differing.add("T");
    }
    if (old.widgets().size() != now.widgets().size()) {
      differing.add("Kids");
    }
    for (int i = 0; i < Math.min(old.widgets().size(), now.widgets().size()); i++) {
      if (old.widgets().get(i).number() != now.widgets().get(i).number()) {
        differing.add("Kids");
      }
      differing.addAll(
          both.differences(
              old.widgets().get(i).dict(), now.widgets().get(i).dict(), Set.of("Parent")));
    }
    if (!differing.isEmpty()) {
      changedField(old, now, differing);
    }
  }

  private void changedField(Field old, Field now, Set<String> differing) {
    int page = pageOf(now);
    if (old.isSignature() && old.hasValue()) {
      add(Kind.SIGNATURE, page, Rule.FORBIDDEN, old.name());
    } else if (old.isSignature() && isSignedNow(old.name())) {
      signing(old, now, differing, page);
    } else if (rules.reservedByLeader() && CLERK_FIELDS.contains(old.name())) {
      filling(now, differing, page);
    } else {
      add(
          Kind.FORM_FIELD,
          page,
          rules.locked(old.name()) ? Rule.FORBIDDEN : doubtfulIfSigned(),
          old.name());
    }
  }

  private void signing(Field old, Field now, Set<String> differing, int page) {
    var others = new HashSet<>(differing);
    others.removeAll(SIGNING_KEYS);
    // the place of a field that had none is looked at as that of a new one
    var placed = others.remove("Rect");
    if (!others.isEmpty() || (placed && hasArea(old.dict()))) {
      add(Kind.SIGNATURE, page, Rule.FORBIDDEN, now.name());
      return;
    }
    if (covering.get().timestamp()) {
      timestamp(now, page);
    } else if (rules.locked(now.name())) {
      add(Kind.SIGNATURE, page, Rule.FORBIDDEN, now.name());
    } else if (rules.reservedByLeader() && now.name().equals(ResultForm.SEAL)) {
      add(Kind.SEAL, page, Rule.CLERK_STEP, "");
    } else {
      add(Kind.SIGNATURE, page, Rule.PERMITTED, now.name());
    }
  }

  /**
   * ISO 32000-2, 12.8.5 and EN 319 142-1: a time-stamp is shown nowhere, and even P=1 permits it.
   */
  private void timestamp(Field field, int page) {
    if (hasArea(field.dict())
        || field.widgets().stream().anyMatch(widget -> hasArea(widget.dict()))) {
      add(Kind.COVERING, page, Rule.DOUBTFUL, field.name());
    } else {
      add(Kind.TIMESTAMP, 0, Rule.PERMITTED, "");
    }
  }

  /**
   * design: only the value and the look of the field, inside its place, and sealed by the agency.
   */
  private void filling(Field now, Set<String> differing, int page) {
    var sealedBefore =
        fieldsBefore.byName().containsKey(ResultForm.SEAL)
            && fieldsBefore.byName().get(ResultForm.SEAL).hasValue();
    var plain =
        !sealedBefore
            && FILLING_KEYS.containsAll(differing)
            && now.value() instanceof PdfValue.Text
            && hasOnlyNormalAppearance(now.dict())
            && now.widgets().isEmpty();
    var sealedHere = covering.isPresent() && covering.get().field().equals(ResultForm.SEAL);
    add(
        plain ? Kind.NUMBER_AND_DATE : Kind.FORM_FIELD,
        page,
        plain && sealedHere ? Rule.CLERK_STEP : Rule.FORBIDDEN,
        plain ? "" : now.name());
  }

  private boolean hasOnlyNormalAppearance(Dict widget) {
    var appearance = after.dict(widget.get("AP"));
    return appearance.isPresent()
        && appearance.get().entries().keySet().equals(Set.of("N"))
        && after.resolve(appearance.get().get("N")) instanceof Stream;
  }

  private void newField(Field field) {
    int page = pageOf(field);
    if (!field.isSignature() || !isSignedNow(field.name())) {
      add(
          Kind.FORM_FIELD,
          page,
          rules.reservedByLeader() ? Rule.FORBIDDEN : doubtfulIfSigned(),
          field.name());
    } else if (covering.get().timestamp()) {
      timestamp(field, page);
    } else {
      var forbidden = rules.permitNothing() || rules.reservedByLeader() || isActive(field);
      add(Kind.SIGNATURE, page, forbidden ? Rule.FORBIDDEN : Rule.PERMITTED, field.name());
    }
  }

  /** A signature that does something when it is seen or touched. */
  private static boolean isActive(Field field) {
    return widgetsOf(field).stream().anyMatch(widget -> widget.has("A") || widget.has("AA"));
  }

  private int pageOf(Field field) {
    if (isSignedNow(field.name())) {
      return covering.get().page();
    }
    var numbers = new HashSet<Integer>();
    numbers.add(field.number());
    field.widgets().forEach(widget -> numbers.add(widget.number()));
    int number = 0;
    for (var page : after.pages()) {
      number++;
      for (var annotation : annotations(after, page)) {
        if (annotation instanceof Ref ref && numbers.contains(ref.number())) {
          return number;
        }
      }
    }
    return 0;
  }

  private void pages(List<Page> old, List<Page> now) {
    if (!old.stream().map(Page::number).toList().equals(now.stream().map(Page::number).toList())) {
      add(Kind.PAGES, 0, Rule.FORBIDDEN, "");
      return;
    }
    for (int i = 0; i < old.size(); i++) {
      page(old.get(i), now.get(i), i + 1);
    }
  }

  private void page(Page old, Page now, int number) {
    var differing =
        both.differences(
            new Dict(old.entries()),
            new Dict(now.entries()),
            covering.isPresent() ? SILENT_PAGE_KEYS : PAGE_KEYS_ELSEWHERE);
    if (!differing.isEmpty()) {
      var answered = signed() && !rules.permitNothing() && !rules.reservedByLeader();
      add(
          Kind.PAGE_CONTENT,
          number,
          answered ? Rule.SAME_AGENCY : Rule.FORBIDDEN,
          String.join(", ", differing));
    }
    annotations(old, now, number);
  }

  private void annotations(Page old, Page now, int page) {
    var remaining = new ArrayList<>(annotations(after, now));
    int last = 0;
    for (var annotation : annotations(before, old)) {
      int found = remaining.indexOf(annotation);
      if (found < 0 && !(annotation instanceof Ref)) {
        found = indexOfSame(annotation, remaining);
      }
      if (found < last) { // gone, or now drawn below what it was drawn over
        add(Kind.ANNOTATION, page, Rule.FORBIDDEN, "");
        if (found >= 0) {
          remaining.remove(found);
          last--;
        }
        continue;
      }
      var later = remaining.remove(found);
      last = found;
      if (annotation instanceof Ref ref && fieldsBefore.ofWidget(ref.number()).isPresent()) {
        continue; // compared as a field
      }
      if (!both.sameContent(annotation, later)) {
        add(Kind.ANNOTATION, page, annotationRule(), "");
      }
    }
    for (var added : remaining) {
      newAnnotation(added, page);
    }
  }

  private int indexOfSame(PdfValue annotation, List<PdfValue> candidates) {
    for (int i = 0; i < candidates.size(); i++) {
      if (!(candidates.get(i) instanceof Ref) && both.same(annotation, candidates.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private Rule annotationRule() {
    return rules.permitAnnotations() && signed() ? Rule.DOUBTFUL : Rule.FORBIDDEN;
  }

  private void newAnnotation(PdfValue annotation, int page) {
    var field =
        annotation instanceof Ref ref
            ? fieldsAfter.ofWidget(ref.number())
            : Optional.<Field>empty();
    if (field.isEmpty()) {
      add(Kind.ANNOTATION, page, annotationRule(), "");
    } else if (fieldsBefore.byName().containsKey(field.get().name())
        && (!isSignedNow(field.get().name()) || isSeenBesideItsPlace(annotation))) {
      add(Kind.FORM_FIELD, page, Rule.FORBIDDEN, field.get().name());
    }
    // widgets of new fields are judged with their field
  }

  /** The leader reserved a place for the seal on one page, and no other. */
  private boolean isSeenBesideItsPlace(PdfValue widget) {
    return rules.reservedByLeader()
        && after.dict(widget).filter(RevisionComparison::hasArea).isPresent();
  }

  /**
   * What the newer revision shows on top of a page: the widget of the covering signature, and the
   * reserved fields it fills. Places the leader reserved for a seal are left out, since a seal is
   * meant to lie over the signature and what is around it.
   */
  List<Shown> newlyShown() {
    var shown = new ArrayList<Shown>();
    if (rules.reservedByLeader()) {
      for (var name : CLERK_FIELDS) {
        var field = fieldsBefore.byName().get(name);
        if (field != null
            && changes.stream().anyMatch(change -> change.kind() == Kind.NUMBER_AND_DATE)) {
          shown.add(new Shown(pageOf(field), rectangle(before, field.dict()), name));
        }
      }
    } else if (signed()) {
      var pages = after.pages();
      for (int i = 0; i < pages.size(); i++) {
        int number = i + 1;
        for (var annotation : annotations(after, pages.get(i))) {
          widgetOfSignature(annotation)
              .filter(RevisionComparison::hasArea)
              .map(widget -> rectangle(after, widget))
              .map(place -> new Shown(number, place, covering.get().field()))
              .ifPresent(shown::add);
        }
      }
    }
    return shown;
  }

  /** Wherever it is listed: one widget can be on many pages, and one field have many widgets. */
  private Optional<Dict> widgetOfSignature(PdfValue annotation) {
    return annotation instanceof Ref ref
            && fieldsAfter.ofWidget(ref.number()).filter(f -> isSignedNow(f.name())).isPresent()
        ? after.dict(annotation)
        : Optional.empty();
  }

  /** Something shown on a page, counted from 1: left, bottom, right, top. */
  record Shown(int page, double[] rectangle, String field) {}

  private static List<Dict> widgetsOf(Field field) {
    var widgets = new ArrayList<Dict>();
    widgets.add(field.dict());
    field.widgets().forEach(widget -> widgets.add(widget.dict()));
    return widgets;
  }

  /**
   * Rectangles of the annotations on a page of the older revision that are neither signatures nor
   * the field itself.
   */
  List<double[]> othersOn(int page, String field) {
    var rectangles = new ArrayList<double[]>();
    for (var annotation : annotations(before, before.pages().get(page - 1))) {
      var owner =
          annotation instanceof Ref ref
              ? fieldsBefore.ofWidget(ref.number())
              : Optional.<Field>empty();
      var dict = before.dict(annotation);
      var counts =
          owner.isEmpty() || !(owner.get().isSignature() || owner.get().name().equals(field));
      if (dict.isPresent()
          && counts
          && hasArea(dict.get())
          && !dict.get().name("Subtype").orElse("").equals("Link")) {
        rectangles.add(rectangle(before, dict.get()));
      }
    }
    return rectangles;
  }

  static double[] rectangle(PdfState state, Dict widget) {
    var numbers = new double[4];
    int i = 0;
    for (var item : state.array(widget.get("Rect"))) {
      if (i < 4 && state.resolve(item) instanceof Num num) {
        numbers[i++] = num.value();
      }
    }
    return new double[] {
      Math.min(numbers[0], numbers[2]),
      Math.min(numbers[1], numbers[3]),
      Math.max(numbers[0], numbers[2]),
      Math.max(numbers[1], numbers[3])
    };
  }

  private static boolean hasArea(Dict widget) {
    if (!(widget.get("Rect") instanceof Array array) || array.items().size() != 4) {
      return widget.has("Rect"); // an odd rectangle counts as shown
    }
    var corner = new double[4];
    for (int i = 0; i < 4; i++) {
      if (!(array.items().get(i) instanceof Num num)) {
        return true;
      }
      corner[i] = num.value();
    }
    return corner[0] != corner[2] && corner[1] != corner[3];
  }

  private static List<PdfValue> annotations(PdfState state, Page page) {
    return state.array(page.entries().getOrDefault("Annots", PdfValue.NULL));
  }
}
