package org.dossierhub.agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.dossierhub.agent.SigningOutcome.Status;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.pdf.CannotSign;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.token.PinState;
import org.dossierhub.signing.token.Pkcs11Token;
import org.dossierhub.signing.token.SigningToken;
import org.dossierhub.signing.token.TokenUnavailable;
import org.dossierhub.signing.token.WrongPin;

/**
 * What happens when a page of the hub asks for a signature: nothing is signed but the bytes this
 * program fetched, hashed and showed (docs/threats.md, A20), and the PIN goes to the one token that
 * was shown, once (A21).
 *
 * <p>Refuses with: OTHER_HUB, HUB_UNREACHABLE, HUB_ANSWER_UNUSABLE, SESSION_EXPIRED,
 * DIGEST_DIFFERS, DOCUMENT_UNREADABLE, TOKEN_NOT_FOUND, TOKEN_LOCKED, TOKEN_FAILED,
 * UPLOAD_UNCERTAIN, or in the words of the hub and of the signing library.
 */
final class SignSession {
  private static final Logger LOG = System.getLogger(SignSession.class.getName());

  private final HubClient hubs;
  private final PluggedTokens tokens;
  private final Official official;
  private final Clock clock;

  SignSession(HubClient hubs, PluggedTokens tokens, Official official, Clock clock) {
    this.hubs = hubs;
    this.tokens = tokens;
    this.official = official;
    this.clock = clock;
  }

  SigningOutcome sign(HubAddress hub, String sessionToken) {
    try {
      var session = hubs.session(hub, sessionToken); // 1
      stillOpen(session);
      var document = fetched(hub, sessionToken, session); // 2
      var image = hubs.image(hub, sessionToken);
      var proposal = proposal(hub, session, document); // 3
      var pin = official.consent(proposal); // 4
      if (pin.isEmpty()) {
        return SigningOutcome.ended(Status.CANCELLED, Refusal.DECLINED);
      }
      byte[] signed;
      try {
        stillOpen(session);
        signed = signed(proposal, pin.get(), image); // 5
      } finally {
        Arrays.fill(pin.get(), '\0');
      }
      var state = hubs.handBack(hub, sessionToken, signed); // 6
      LOG.log(Level.INFO, "Signed {0} as {1} for {2}", document.digest(), session.role(), hub);
      return SigningOutcome.signed(state);
    } catch (WrongPin e) {
      LOG.log(Level.WARNING, "The PIN was refused; the token says {0}", e.state());
      return SigningOutcome.ended(Status.WRONG_PIN, afterWrongPin(e.state()));
    } catch (NotSigned e) {
      LOG.log(Level.WARNING, "Not signed: " + e.getMessage(), e.getCause());
      return SigningOutcome.refused(e);
    }
  }

  private void stillOpen(SigningSession session) throws NotSigned {
    if (!clock.instant().isBefore(session.expires())) {
      throw new NotSigned(Refusal.SESSION_EXPIRED);
    }
  }

  /** The bytes, hashed here: what the hub said about them has to be true. */
  private PdfPages fetched(HubAddress hub, String sessionToken, SigningSession session)
      throws NotSigned {
    var bytes = hubs.document(hub, sessionToken);
    if (!Sha256.of(bytes).equals(session.digest())) {
      throw new NotSigned(Refusal.DIGEST_DIFFERS);
    }
    try {
      var pages = PdfPages.of(bytes);
      if (pages.count() != session.pages()) {
        throw new NotSigned(Refusal.DOCUMENT_UNREADABLE);
      }
      return pages;
    } catch (IOException e) {
      throw new NotSigned(Refusal.DOCUMENT_UNREADABLE, e);
    }
  }

  private Proposal proposal(HubAddress hub, SigningSession session, PdfPages document)
      throws NotSigned {
    for (var token : tokens.now()) {
      Optional<X509Certificate> certificate = token.oneOf(session.certificates());
      if (certificate.isPresent()) {
        if (token.pin() == PinState.LOCKED) {
          throw new NotSigned(Refusal.TOKEN_LOCKED);
        }
        return new Proposal(hub, session, document, token, certificate.get());
      }
    }
    throw new NotSigned(Refusal.TOKEN_NOT_FOUND);
  }

  private byte[] signed(Proposal proposal, char[] pin, Optional<byte[]> image)
      throws NotSigned, WrongPin {
    // Two tokens may bear one name, and tokens can be exchanged while a window is open: the key
    // must be the one shown.
    try (SigningToken token =
        Pkcs11Token.open(
            proposal.token().module(),
            proposal.token().label(),
            pin,
            proposal.certificate()::equals)) {
      var pdf = new SignPdf(clock);
      return switch (proposal.session().role()) {
        case LEADER -> pdf.signAsLeader(proposal.document().bytes(), token, image);
        case SEAL -> pdf.sealAsAgency(proposal.document().bytes(), token, image);
      };
    } catch (CannotSign e) {
      throw new NotSigned(e.reason().name(), e.reason().textVi(), e.reason().textEn());
    } catch (TokenUnavailable e) {
      throw new NotSigned(Refusal.TOKEN_FAILED, e);
    }
  }

  private static Refusal afterWrongPin(PinState state) {
    return switch (state) {
      case READY -> Refusal.PIN_INCORRECT;
      case COUNT_LOW -> Refusal.PIN_COUNT_LOW;
      case FINAL_TRY -> Refusal.PIN_FINAL_TRY;
      case LOCKED -> Refusal.PIN_LOCKED;
    };
  }
}
