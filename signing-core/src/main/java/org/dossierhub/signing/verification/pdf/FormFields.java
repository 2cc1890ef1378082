package org.dossierhub.signing.verification.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Ref;
import org.dossierhub.signing.verification.pdf.PdfValue.Text;

/**
 * The fields of the form of a document by their full names (ISO 32000-1, 12.7.3.2), with their
 * widgets.
 */
final class FormFields {
  private static final int DEEPEST = 32;

  private final PdfState state;
  private final Map<String, Field> byName = new LinkedHashMap<>();
  private final Map<Integer, String> nameOfWidget = new HashMap<>();
  private final Set<Integer> numbers = new HashSet<>();
  private final List<String> twice = new ArrayList<>();

  /**
   * A field.
   *
   * @param number of its object, 0 if it has none
   * @param type Tx, Btn, Ch or Sig, inherited if need be; empty for a group of fields
   * @param widgets the widgets that are objects of their own; a field merged with its only widget
   *     has none
   */
  record Field(
      String name, int number, Dict dict, String type, PdfValue value, List<Widget> widgets) {
    boolean isSignature() {
      return type.equals("Sig");
    }

    boolean hasValue() {
      return !PdfValue.NULL.equals(value);
    }
  }

  /** A widget that is an object of its own. */
  record Widget(int number, Dict dict) {}

  FormFields(PdfState state) {
    this.state = state;
    for (var field : state.array(form().map(form -> form.get("Fields")).orElse(PdfValue.NULL))) {
      read(field, "", "", PdfValue.NULL, 0);
    }
  }

  Optional<Dict> form() {
    return state.dict(state.catalog().get("AcroForm"));
  }

  private void read(
      PdfValue node, String prefix, String inheritedType, PdfValue inheritedValue, int depth) {
    int number = node instanceof Ref ref ? ref.number() : 0;
    if (depth > DEEPEST || (number > 0 && !numbers.add(number))) {
      throw new NotReadable("The form has no end, or lists object " + number + " twice");
    }
    var found = state.dict(node);
    if (found.isEmpty()) {
      return; // an entry that stands for null
    }
    var dict = found.get();
    var name = prefix + (state.resolve(dict.get("T")) instanceof Text text ? text.text() : "");
    var type =
        state.resolve(dict.get("FT")) instanceof PdfValue.Name own ? own.text() : inheritedType;
    var value = dict.has("V") ? state.resolve(dict.get("V")) : inheritedValue;
    var widgets = new ArrayList<Widget>();
    boolean hasFields = false;
    for (var kid : state.array(dict.get("Kids"))) {
      var kidDict = state.dict(kid);
      if (kidDict.isPresent() && kidDict.get().has("T")) {
        hasFields = true;
        read(kid, name + ".", type, value, depth + 1);
      } else if (kidDict.isPresent()) {
        int widget = kid instanceof Ref ref ? ref.number() : 0;
        widgets.add(new Widget(widget, kidDict.get()));
        nameOfWidget.put(widget, name);
        numbers.add(widget);
      }
    }
    if (number > 0) {
      nameOfWidget.put(number, name);
    }
    if (byName.put(
            name, new Field(name, number, dict, hasFields ? "" : type, value, List.copyOf(widgets)))
        != null) {
      twice.add(name);
    }
  }

  Map<String, Field> byName() {
    return byName;
  }

  /** Names that two fields have. */
  List<String> twice() {
    return twice;
  }

  /** Numbers of the objects that are fields or widgets. */
  Set<Integer> numbers() {
    return numbers;
  }

  Optional<Field> ofWidget(int number) {
    return Optional.ofNullable(nameOfWidget.get(number)).map(byName::get);
  }

  List<Field> signed() {
    return byName.values().stream()
        .filter(field -> field.isSignature() && field.hasValue())
        .toList();
  }
}
