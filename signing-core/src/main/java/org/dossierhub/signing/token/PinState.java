package org.dossierhub.signing.token;

/** What a token says about the attempts that are left (PKCS#11, CK_TOKEN_INFO flags). */
public enum PinState {
  /** No wrong PIN since the last right one, or the token does not tell. */
  READY,
  /** At least one wrong PIN since the last right one (CKF_USER_PIN_COUNT_LOW). */
  COUNT_LOW,
  /** One more wrong PIN locks the token (CKF_USER_PIN_FINAL_TRY). */
  FINAL_TRY,
  /** Locked: only its issuer can open it again (CKF_USER_PIN_LOCKED). */
  LOCKED
}
