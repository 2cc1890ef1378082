package org.dossierhub.exchange.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.dossierhub.exchange.account.Role;

/** This page is for signed-in accounts with one of the roles; with any role when none is named. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@interface OnlyFor {
  Role[] value() default {};
}
