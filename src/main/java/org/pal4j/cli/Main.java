package org.pal4j.cli;
import org.pal4j.run.*; import java.nio.file.*;
public final class Main { public static void main(String[] a){ for(String d:a){ var r=Verification.of(GoldenCase.read(Path.of(d))); System.out.printf("%s simd=%.2e reference=%.2e %s%n",r.name(),r.simd().error(),r.reference().error(),r.passed()?"PASS":"FAIL "+r.simd().divergence()+r.reference().divergence()); } } }
