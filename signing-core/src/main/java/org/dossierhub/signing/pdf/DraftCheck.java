package org.dossierhub.signing.pdf;

import java.io.IOException;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;

/** What a draft must not have before its places are reserved. */
final class DraftCheck {
  /** Actions that do something when a page is read (ISO 32000-1, 12.6.4). */
  private static final Set<String> ACTIVE =
      Set.of(
          "JavaScript",
          "Launch",
          "ImportData",
          "SubmitForm",
          "ResetForm",
          "GoToE",
          "Rendition",
          "RichMediaExecute");

  private static final Set<String> ACTIVE_ANNOTATIONS =
      Set.of("RichMedia", "Screen", "3D", "Movie");

  private static final COSName NEXT = COSName.getPDFName("Next");

  private DraftCheck() {}

  static void check(PDDocument document, byte[] pdf) throws IOException {
    if (ReservedFields.of(document, pdf).hasSignatures()) {
      throw new CannotSign(CannotSign.Reason.ALREADY_SIGNED, "found a signature in a draft");
    }
    var catalog = document.getDocumentCatalog().getCOSObject();
    refuseActions("the document", catalog);
    refuseActive("the document's opening", catalog.getDictionaryObject(COSName.OPEN_ACTION), 0);
    var names = catalog.getCOSDictionary(COSName.NAMES);
    if (names != null && names.containsKey(COSName.getPDFName("JavaScript"))) {
      throw active("scripts of the document");
    }
    ReservedFields.form(document)
        .ifPresent(
            form -> {
              if (form.hasXFA()) {
                throw active("a dynamic form (XFA)");
              }
              for (var field : form.getFieldTree()) {
                refuseActions("the field " + field.getFullyQualifiedName(), field.getCOSObject());
                if (field.getFullyQualifiedName().startsWith("DossierHub_")) {
                  throw new CannotSign(
                      CannotSign.Reason.ALREADY_RESERVED, field.getFullyQualifiedName());
                }
              }
            });
    var number = 0;
    for (var page : document.getPages()) {
      var where = "page " + ++number;
      refuseActions(where, page.getCOSObject());
      for (var annotation : page.getAnnotations()) {
        refuseActions(where, annotation.getCOSObject());
        refuseActive(where, annotation.getCOSObject().getDictionaryObject(COSName.A), 0);
        if (ACTIVE_ANNOTATIONS.contains(String.valueOf(annotation.getSubtype()))) {
          throw active(annotation.getSubtype() + " on " + where);
        }
      }
    }
  }

  private static void refuseActions(String where, COSDictionary dictionary) {
    if (dictionary.containsKey(COSName.AA)) {
      throw active("actions (/AA) of " + where);
    }
  }

  private static void refuseActive(String where, COSBase action, int depth) {
    if (action instanceof COSDictionary dictionary) {
      var kind = dictionary.getNameAsString(COSName.S);
      if (ACTIVE.contains(String.valueOf(kind))) {
        throw active(kind + " of " + where);
      }
      if (depth > 8) {
        throw active("a chain of actions of " + where);
      }
      refuseActive(where, dictionary.getDictionaryObject(NEXT), depth + 1);
    } else if (action instanceof COSArray actions && depth > 0) {
      for (var i = 0; i < actions.size(); i++) {
        refuseActive(where, actions.getObject(i), depth + 1);
      }
    }
  }

  private static CannotSign active(String detail) {
    return new CannotSign(CannotSign.Reason.ACTIVE_CONTENT, detail);
  }
}
