package org.dossierhub.signing.verification.pdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;
import org.dossierhub.signing.verification.pdf.PdfValue.Text;

/**
 * What the signatures made so far permit to be done to a document afterwards: DocMDP and FieldMDP
 * (ISO 32000-1, 12.8.2) and the locks of signature fields (12.7.4.5).
 */
final class SignatureRules {
  private static final int EVERYTHING = 4;

  private final PdfState state;
  private final List<Lock> locks = new ArrayList<>();
  private int permission = EVERYTHING;
  private boolean reservedByLeader;

  private record Lock(String action, Set<String> fields) {
    boolean covers(String field) {
      return switch (action) {
        case "All" -> true;
        case "Include" -> named(field);
        case "Exclude" -> !named(field);
        default -> true; // an action nobody knows locks everything
      };
    }

    /** 12.8.2.4: a name stands for the field and all below it. */
    private boolean named(String field) {
      return fields.stream().anyMatch(name -> field.equals(name) || field.startsWith(name + "."));
    }
  }

  SignatureRules(PdfState state, FormFields fields) {
    this.state = state;
    for (var field : fields.signed()) {
      if (field.value() instanceof Dict signature) {
        read(field, signature);
      }
    }
  }

  private void read(FormFields.Field field, Dict signature) {
    int own = EVERYTHING;
    Optional<Lock> fieldMdp = Optional.empty();
    for (var item : state.array(signature.get("Reference"))) {
      var reference =
          state.dict(item).orElseThrow(() -> new NotReadable("A signature reference is missing"));
      var parameters =
          state.dict(reference.get("TransformParams")).orElse(new Dict(java.util.Map.of()));
      switch (reference.name("TransformMethod").orElse("")) {
        // 12.8.2.2, table 254: the default is 2
        case "DocMDP" ->
            own = state.resolve(parameters.get("P")) instanceof Num num ? (int) num.value() : 2;
        case "FieldMDP" -> {
          var lock = lock(parameters);
          locks.add(lock);
          fieldMdp = Optional.of(lock);
        }
        default -> {
          // UR3 and others restrict nothing that is judged here
        }
      }
    }
    state
        .dict(field.dict().get("Lock"))
        .ifPresent(
            lock -> {
              locks.add(lock(lock));
              // ISO 32000-2, 12.7.5.5: a lock can carry a permission as well
              if (state.resolve(lock.get("P")) instanceof Num num) {
                permission = Math.min(permission, (int) num.value());
              }
            });
    permission = Math.min(permission, own);
    if (own == 2
        && field.name().equals(ResultForm.LEADER)
        && fieldMdp
            .filter(
                lock -> lock.equals(new Lock("Exclude", Set.copyOf(ResultForm.OPEN_AFTER_LEADER))))
            .isPresent()) {
      reservedByLeader = true;
    }
  }

  private Lock lock(Dict dict) {
    var names = new HashSet<String>();
    for (var item : state.array(dict.get("Fields"))) {
      if (state.resolve(item) instanceof Text text) {
        names.add(text.text());
      }
    }
    return new Lock(dict.name("Action").orElse(""), Set.copyOf(names));
  }

  /** 12.8.2.2: a certifying signature permits nothing but proofs. */
  boolean permitNothing() {
    return permission <= 1;
  }

  /**
   * Annotations are permitted: nobody forbade changes, or a certifying signature allows them (P=3).
   */
  boolean permitAnnotations() {
    return permission == 3;
  }

  boolean locked(String field) {
    return permitNothing() || locks.stream().anyMatch(lock -> lock.covers(field));
  }

  /**
   * The document is a result of ours: the leader certified it with P=2 and locked everything but
   * number, date, seal and time-stamp.
   */
  boolean reservedByLeader() {
    return reservedByLeader;
  }
}
