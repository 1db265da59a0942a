package jackdaw.tensor;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;

/** The kernels as plain loops: what they mean, and what runs where there is no Vector API. */
final class ReferenceKernels implements Kernels {
  @Override
  public void multiply(
      float[] m,
      int out,
      int outStride,
      int rows,
      int columns,
      int inner,
      int p,
      int pRow,
      int pColumn,
      int q,
      int qStride,
      int init,
      int initStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = m[init + i * initStride + j];
        for (int k = 0; k < inner; k++) {
          sum += m[p + i * pRow + k * pColumn] * m[q + k * qStride + j];
        }
        m[out + i * outStride + j] = sum;
      }
    }
  }

  @Override
  public void multiplyTransposed(
      float[] m,
      int out,
      int outStride,
      int rows,
      int columns,
      int inner,
      int p,
      int pStride,
      int q,
      int qStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = 0;
        for (int k = 0; k < inner; k++) {
          sum += m[p + i * pStride + k] * m[q + j * qStride + k];
        }
        m[out + i * outStride + j] = sum;
      }
    }
  }

  @Override
  public void unary(
      Unary f, float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        m[out + i * outStride + j] = value(f, m[a + i * aStride + j]);
      }
    }
  }

  private static float value(Unary f, float x) {
    return switch (f) {
      case STOP_GRADIENT -> x;
      case NEGATE -> -x;
      case EXP -> (float) Math.exp(x);
      case LOG -> (float) Math.log(x);
      case TANH -> (float) Math.tanh(x);
      case RELU -> x < 0 ? 0 : x;
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
      case SOFTPLUS -> (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
      case SQRT -> (float) Math.sqrt(x);
      case SQUARE -> x * x;
      case ABS -> Math.abs(x);
      case STEP -> x > 0 ? 1 : 0;
      case SIGN -> Math.signum(x);
    };
  }

  @Override
  public void binary(
      Binary f,
      float[] m,
      int out,
      int outStride,
      int a,
      int aRow,
      int aColumn,
      int b,
      int bRow,
      int bColumn,
      int rows,
      int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        m[out + i * outStride + j] =
            value(f, m[a + i * aRow + j * aColumn], m[b + i * bRow + j * bColumn]);
      }
    }
  }

  private static float value(Binary f, float a, float b) {
    return switch (f) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      case DIVIDED_BY -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case LESS -> a < b ? 1 : a == b ? 0.5f : 0;
      case TIMES_TANH_SLOPE -> a * (1 - b * b);
    };
  }

  @Override
  public void sumColumns(float[] m, int out, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += m[a + i * aStride + j];
      }
      m[out + i] = (float) sum;
    }
  }

  @Override
  public void sumRows(float[] m, int out, int a, int aStride, int rows, int columns) {
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += m[a + i * aStride + j];
      }
      m[out + j] = (float) sum;
    }
  }

  @Override
  public void logSoftmaxAlongRows(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      logSoftmax(m, out + i * outStride, 1, a + i * aStride, 1, columns);
    }
  }

  @Override
  public void logSoftmaxAlongColumns(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int j = 0; j < columns; j++) {
      logSoftmax(m, out + j, outStride, a + j, aStride, rows);
    }
  }

  private static void logSoftmax(float[] m, int out, int outStep, int a, int aStep, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, m[a + i * aStep]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += Math.exp(m[a + i * aStep] - max);
    }
    float shift = (float) Math.log(sum);
    for (int i = 0; i < length; i++) {
      m[out + i * outStep] = m[a + i * aStep] - max - shift;
    }
  }

  @Override
  public void transpose(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        m[out + j * outStride + i] = m[a + i * aStride + j];
      }
    }
  }

  @Override
  public double sumOfSquares(float[] x) {
    double sum = 0;
    for (float value : x) {
      sum += (double) value * value;
    }
    return sum;
  }

  @Override
  public void adam(
      float[] x,
      float[] gradient,
      float[] firstMoment,
      float[] secondMoment,
      float gradientScale,
      float beta1,
      float beta2,
      float stepSize,
      float rootScale,
      float epsilon) {
    for (int i = 0; i < x.length; i++) {
      float g = gradient[i] * gradientScale;
      firstMoment[i] = beta1 * firstMoment[i] + (1 - beta1) * g;
      secondMoment[i] = beta2 * secondMoment[i] + (1 - beta2) * g * g;
      x[i] -=
          stepSize * firstMoment[i] / ((float) Math.sqrt(secondMoment[i]) * rootScale + epsilon);
    }
  }
}
