package org.pal4j;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The activation functions phi of an area, defined here in double precision for the reference models; the kernels of
 * {@link org.pal4j.kernel.Neurons} compute them in float.
 */
public enum Activation {
    /** x. */
    LINEAR {
        @Override
        public double value(double x) {
            return x;
        }

        @Override
        public double slope(double x) {
            return 1;
        }
    },
    /** max(x, 0); slope 1 for x &gt; 0, else 0. */
    RELU {
        @Override
        public double value(double x) {
            return x < 0 ? 0 : x;
        }

        @Override
        public double slope(double x) {
            return x > 0 ? 1 : 0;
        }
    },
    /** log(1 + e^x). */
    SOFT_RELU {
        @Override
        public double value(double x) {
            return (x < 0 ? 0 : x) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
        }

        @Override
        public double slope(double x) {
            return LOGISTIC.value(x);
        }
    },
    /** 1 / (1 + e^-x). */
    LOGISTIC {
        @Override
        public double value(double x) {
            return 1 / (1 + StrictMath.exp(-x));
        }

        @Override
        public double slope(double x) {
            double y = value(x);
            return y * (1 - y);
        }
    },
    /** tanh(x). */
    TANH {
        @Override
        public double value(double x) {
            return StrictMath.tanh(x);
        }

        @Override
        public double slope(double x) {
            double y = StrictMath.tanh(x);
            return 1 - y * y;
        }
    },
    /** x/6 + 1/2 clamped to [0, 1]. Its slope is 1 inside (-3, 3), as defined in the original program, else 0. */
    HARD_SIGMOID {
        @Override
        public double value(double x) {
            double y = x / 6 + 0.5;
            y = y < 0 ? 0 : y;
            return y > 1 ? 1 : y;
        }

        @Override
        public double slope(double x) {
            return x > -3 && x < 3 ? 1 : 0;
        }
    },
    /** x clamped to [0, 1]; slope 1 inside (0, 1), else 0. */
    CLIP01 {
        @Override
        public double value(double x) {
            double y = x < 0 ? 0 : x;
            return y > 1 ? 1 : y;
        }

        @Override
        public double slope(double x) {
            return x > 0 && x < 1 ? 1 : 0;
        }
    };

    /** phi(x) in double precision. */
    public abstract double value(double x);

    /** phi'(x) in double precision. */
    public abstract double slope(double x);

    /** The name in configurations: that of the constant in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The function with this name, if there is one. */
    public static Optional<Activation> named(String label) {
        return Arrays.stream(values()).filter(a -> a.label().equals(label)).findFirst();
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Activation::label).collect(Collectors.toUnmodifiableList());
    }
}
