package org.pal4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.Fault;

/** Each reader takes what it should, and tells of everything else in one fault, with the key, the value and the bound as data. */
class ValueTest {
    private enum Colour {
        RED, GREEN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static <T> T read(Object given, Function<Value, T> reader) {
        List<Fault> faults = new ArrayList<>();
        T value = reader.apply(new Value("key", given, faults));
        assertEquals(List.of(), faults);
        return value;
    }

    /** The one fault of a value. */
    private static Fault fault(Object given, Function<Value, ?> reader) {
        List<Fault> faults = new ArrayList<>();
        var _ = reader.apply(new Value("key", given, faults));
        assertEquals(1, faults.size(), () -> given + ": " + faults);
        return faults.getFirst();
    }

    private static long whole(Object given) {
        return read(given, value -> value.integer(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static Object yaml(String text) {
        return Documents.yaml("key: " + text, "test").get("key");
    }

    @Property
    void anyFiniteNumberIsTakenAsItIs(@ForAll double number) {
        double finite = Double.isFinite(number) ? number : 1;
        for (Object given : List.of(finite, Double.toString(finite), yaml(Double.toString(finite)), yaml(Json.text(finite)))) {
            assertEquals(finite, read(given, Value::number));
        }
        assertEquals(List.of(finite), read(finite, Value::numbers));
        assertEquals(List.of(finite, 1.0), read(List.of(finite, 1), Value::numbers));
    }

    @Property
    void anyWholeNumberIsExactInAllOfItsBits(@ForAll long number) {
        String text = Long.toString(number);
        for (Object given : List.of(number, BigInteger.valueOf(number), text, yaml(text), yaml("'" + text + "'"))) {
            assertEquals(number, whole(given));
        }
        assertEquals((int) number, whole((int) number));
        assertEquals((int) number, whole((double) (int) number));
    }

    @Property(tries = 1000)
    void outsideOfItsBoundsAWholeNumberIsAFault(@ForAll int number, @ForAll int one, @ForAll int other) {
        long least = Math.min(one, other);
        long most = Math.max(one, other);
        Function<Value, Long> reader = value -> value.integer(least, most);
        if (number >= least && number <= most) {
            assertEquals(number, read(number, reader));
        } else {
            assertEquals(Fault.of("key", number, "must be a whole number from " + least + " to " + most), fault(number, reader));
            assertEquals(least, reader.apply(new Value("key", number, new ArrayList<>())), "something harmless");
        }
        assertEquals("must be a whole number from " + least + " to " + most, fault(number + 0.5, reader).bound());
    }

    /** YAML knows more ways than JSON does, and fewer than people. */
    @Test
    void numbersMayBeWrittenInAnyUsualWay() {
        for (String text : List.of("1e-6", "1.0e-6", "0.000001", "1E-6", ".000001", "+1e-6", "'1e-6'")) {
            assertEquals(1e-6, read(yaml(text), Value::number), text);
        }
        for (String text : List.of("1000", "1e3", "1000.0", "10.00e2")) {
            assertEquals(1000, whole(yaml(text)), text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x1p3", "1f", "1d", "NaN", "Infinity", "-Infinity", "1e999", "1e9999999999", "1 2", "''", "null", "true", "[]", "{}"})
    void whatIsNoNumberIsAFault(String text) {
        Fault fault = fault(yaml(text), Value::number);
        assertEquals("key", fault.field());
        boolean tooLarge = text.startsWith("1e");
        assertEquals("must be a finite number" + (tooLarge ? ", at most 1.8e308" : ""), fault.bound());
        assertEquals(yaml(text) instanceof Double ? "Infinity" : Json.text(yaml(text)), fault.value());
        assertEquals("key = " + fault.value() + ": " + fault.bound(), fault.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "9223372036854775808", "-9223372036854775809", "1e999999999", "99999999999999999999", "NaN", "yes", "[1]"})
    void whatIsNoWholeNumberIsAFault(String text) {
        Fault fault = fault(yaml(text), value -> value.integer(Long.MIN_VALUE, Long.MAX_VALUE));
        assertEquals("must be a whole number from -9223372036854775808 to 9223372036854775807", fault.bound());
    }

    /** YAML 1.1 reads 010 as eight, but 08 as a text. */
    @ParameterizedTest
    @ValueSource(strings = {"010", "+010", "'010'", "0010", "010.0", "10", "!!int 010", "!!int '010'", "01.0e1", "01e1"})
    void leadingZerosMeanNothing(String text) {
        assertEquals(10, whole(yaml(text)));
        assertEquals(10.0, read(yaml(text), Value::number));
        assertEquals(List.of(7L, 10L, 8L, 0L, -9L, 0L), read(yaml("[07, " + text + ", 08, 00, -09, 0]"), value -> value.integers(-9, 10)));
    }

    @ParameterizedTest
    @CsvSource({"0x1F, 31", "-0x1f, -31", "0X1F, 31", "'''0x1F''', 31", "0o17, 15", "0b11, 3", "1_000, 1000", "1_000.5, 1000.5", "0_7, 7",
        "1:30, 90", "1:30.5, 90.5", "-1:00:00, -3600", "!!int 0x1F, 31"})
    void otherNotationsAreFaultsThatSayWhatToWrite(String text, String decimal) {
        for (Function<Value, ?> reader : List.<Function<Value, ?>>of(Value::number, value -> value.integer(-5, 5), Value::numbers)) {
            Fault fault = fault(yaml(text), reader);
            assertEquals("numbers are decimal, so write " + decimal, fault.fix());
            assertTrue(fault.text().endsWith("; numbers are decimal, so write " + decimal), fault.text());
        }
    }

    /** A text of such a form is one where text is wanted. */
    @Test
    void onlyWhereNumbersAreWanted() {
        for (String text : List.of("1:30", "0x1F", "1_2", "run_1", "a:1")) {
            assertEquals(text, read(yaml(text), Value::text));
        }
        assertEquals("", fault(yaml("run_1"), Value::number).fix());
        assertEquals("", fault(yaml("0xZZ"), Value::number).fix());
        assertEquals("", fault(yaml("0x_"), Value::number).fix());
    }

    /** As a double, 9007199254740993.0 is 9007199254740992. */
    @Test
    void aWholeNumberThatADoubleMayHaveRoundedIsAFault() {
        assertEquals((1L << 53) - 1, whole(yaml("9007199254740991.0")));
        assertEquals(9_007_199_254_740_993L, whole(yaml("9007199254740993")));
        for (String text : List.of("9007199254740993.0", "1e17", "-1.0e18")) {
            assertEquals("write it with all of its digits, without point and exponent",
                    fault(yaml(text), value -> value.integer(Long.MIN_VALUE, Long.MAX_VALUE)).fix(), text);
        }
    }

    @Test
    void longNonsenseIsCut() {
        Fault fault = fault("9".repeat(5000), Value::number);
        assertEquals(60, fault.value().length());
        assertTrue(fault.value().endsWith("..."));
        assertEquals("\"a?b\"", fault("a\u2028b", Value::number).value());
    }

    @Test
    void eachElementHasAFaultOfItsOwn() {
        List<Fault> faults = new ArrayList<>();
        assertEquals(List.of(1.0, 0.0, 3.0, 0.0), new Value("key", Arrays.asList(1, "x", 3, null), faults).numbers());
        assertEquals(List.of(Fault.of("key[1]", "\"x\"", "must be a finite number"), Fault.of("key[3]", "null", "must be a finite number")), faults);
        assertEquals(List.of(5L), read(5, value -> value.integers(0, 9)));
        assertEquals("key[0]", fault(List.of(10), value -> value.integers(0, 9)).field());
    }

    @Test
    void truthIsTrueOrFalse() {
        assertTrue(read(true, Value::truth));
        assertFalse(read("false", Value::truth));
        for (Object wrong : List.of(1, "yes", List.of(true))) {
            assertEquals("must be true or false", fault(wrong, Value::truth).bound());
        }
    }

    @Test
    void textIsText() {
        assertEquals("1e3x", read("1e3x", Value::text));
        assertEquals("must be text; what looks like something else needs quotes", fault(3, Value::text).bound());
    }

    @Test
    void aChoiceIsKnownByItsLabel() {
        assertEquals(Colour.GREEN, read("green", value -> value.choice(Colour.values(), Colour::label)));
        assertEquals(List.of(Colour.GREEN, Colour.RED), read(List.of("green", "red"), value -> value.choices(Colour.values(), Colour::label)));
        assertEquals(List.of(Colour.RED), read("red", value -> value.choices(Colour.values(), Colour::label)));
        assertEquals(Fault.of("key", "\"gren\"", "must be one of red, green; did you mean green?"),
                fault("gren", value -> value.choice(Colour.values(), Colour::label)));
        assertEquals(Fault.of("key", "3", "must be one of red, green"), fault(3, value -> value.choice(Colour.values(), Colour::label)));
        assertEquals("key[1]", fault(List.of("red", "RED"), value -> value.choices(Colour.values(), Colour::label)).field());
    }

    @Property
    void aRangeGoesUpwards(@ForAll float one, @ForAll float other) {
        double low = Math.min(one, other);
        double high = Math.max(one, other);
        assertEquals(new Range(low, high), read(List.of(low, high), Value::range));
        if (low < high) {
            assertTrue(fault(List.of(high, low), Value::range).bound().startsWith("must be two numbers [low, high], low not above high"));
        }
        assertTrue(fault(List.of(low), Value::range).bound().startsWith("must be two numbers"));
        assertTrue(fault(List.of(low, high, high), Value::range).bound().startsWith("must be two numbers"));
        assertTrue(fault(List.of(low, 1e300), Value::range).bound().startsWith("must be two numbers"));
    }

    /** An end that is no number is one fault, not two. */
    @Test
    void anEndOfARangeThatIsNoNumberIsAFaultOfItsOwn() {
        assertEquals(Fault.of("key[0]", "\"x\"", "must be a finite number"), fault(List.of("x", 1), Value::range));
    }

    @Test
    void aVoltageIsAFloat() {
        assertEquals(0.1, read(0.1, Value::voltage));
        assertEquals(3.4e38, read(3.4e38, Value::voltage));
        assertEquals(Fault.of("key", "1.0E300", "must be a voltage that a float can hold, at most 3.4e38"), fault(1e300, Value::voltage));
    }

    @Test
    void whatIsNotThereIsAFaultForEachReader() {
        List<Function<Value, ?>> readers = List.of(Value::number, Value::numbers, value -> value.integer(0, 1), Value::truth, Value::text,
                Value::range, Value::voltage, value -> value.choice(Colour.values(), Colour::label));
        for (Function<Value, ?> reader : readers) {
            assertEquals("nothing", fault(Value.MISSING, reader).value());
            assertEquals("{\"a\":1}", fault(Map.of("a", 1), reader).value());
        }
        assertTrue(Value.missing("key", new ArrayList<>()).isMissing());
        assertFalse(new Value("key", null, new ArrayList<>()).isMissing());
    }
}
