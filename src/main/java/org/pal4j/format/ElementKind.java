package org.pal4j.format;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The element types that PAL4J exchanges with other programs through files. */
public enum ElementKind {
    /** IEEE 754 single precision; {@code float} in memory. */
    FLOAT32(ValueLayout.JAVA_FLOAT_UNALIGNED, "f4", "F32"),
    /** IEEE 754 double precision; {@code double} in memory. */
    FLOAT64(ValueLayout.JAVA_DOUBLE_UNALIGNED, "f8", "F64"),
    /** Signed, two's complement; {@code int} in memory. */
    INT32(ValueLayout.JAVA_INT_UNALIGNED, "i4", "I32"),
    /** Signed, two's complement; {@code long} in memory. */
    INT64(ValueLayout.JAVA_LONG_UNALIGNED, "i8", "I64"),
    /** 0 to 255; the bits of a {@code byte} in memory. */
    UINT8(ValueLayout.JAVA_BYTE, "u1", "U8"),
    /** -128 to 127; {@code byte} in memory. */
    INT8(ValueLayout.JAVA_BYTE, "i1", "I8"),
    /** One byte, 0 or 1, in a file; {@code boolean} in memory. */
    BOOL(ValueLayout.JAVA_BOOLEAN, "b1", "BOOL");

    /** An element in a file; its carrier is the type of an element in memory. */
    final ValueLayout layout;
    private final String npyCode;
    private final String safetensorsName;

    ElementKind(ValueLayout layout, String npyCode, String safetensorsName) {
        this.layout = layout;
        this.npyCode = npyCode;
        this.safetensorsName = safetensorsName;
    }

    /** Size of one element in a file, in bytes. */
    public int bytes() {
        return (int) layout.byteSize();
    }

    /** NumPy's type code without the byte order: "f4". */
    String npyCode() {
        return npyCode;
    }

    /** The name in a safetensors header: "F32". */
    String safetensorsName() {
        return safetensorsName;
    }

    static Optional<ElementKind> ofNpyCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.npyCode.equals(code)).findFirst();
    }

    /** Returns the kind with NumPy's name, such as {@code float32}. */
    public static Optional<ElementKind> of(String name) {
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(name)).findFirst();
    }

    static Optional<ElementKind> ofSafetensorsName(String name) {
        return Arrays.stream(values()).filter(kind -> kind.safetensorsName.equals(name)).findFirst();
    }

    /** NumPy's name, as used in messages: "float32". */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
