/**
 * What officials do with a result: prepare, sign, number, seal, time-stamp, publish, withdraw. One
 * class per step, in the order of {@link org.dossierhub.exchange.result.ResultState}; read {@link
 * org.dossierhub.exchange.desk.AcceptSignedRevision} first, it is where a signature from somebody's
 * token becomes part of the record. Every step checks agency and role of the account, moves the
 * state forward by one conditional update and leaves a line in the audit log.
 */
package org.dossierhub.exchange.desk;
