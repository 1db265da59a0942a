package jackdaw.machine;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Machine code in executable memory. It is a function of up to six numbers or addresses, which are
 * passed in RDI, RSI, RDX, RCX, R8 and R9 (the System V calling convention). It may change those
 * registers, RAX, R10, R11 and all vector and mask registers. Arrays may be passed as addresses. A
 * garbage collection waits for a call, so a call must be short.
 */
@SuppressWarnings("restricted")
public final class NativeCode {
  private static final int READ_WRITE = 3;
  private static final int READ_EXECUTE = 5;
  private static final int PRIVATE_ANONYMOUS = 0x22;
  private static final String LANES_PROPERTY = "jackdaw.lanes";

  /** Calls a function of up to six whole numbers or addresses; returns 0 if it cannot. */
  private static final MethodHandle CALL;

  private static final MemorySegment MAP;
  private static final MemorySegment PROTECT;
  private static final MemorySegment UNMAP;
  private static final int LANES;

  static {
    AddressLayout address = ValueLayout.ADDRESS;
    FunctionDescriptor function =
        FunctionDescriptor.of(
            ValueLayout.JAVA_LONG, address, address, address, address, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG);
    MethodHandle call = connect(function);
    CALL =
        call != null
            ? call
            : MethodHandles.empty(
                function.toMethodType().insertParameterTypes(0, MemorySegment.class));
    MAP = call == null ? MemorySegment.NULL : systemFunction("mmap");
    PROTECT = call == null ? MemorySegment.NULL : systemFunction("mprotect");
    UNMAP = call == null ? MemorySegment.NULL : systemFunction("munmap");
    LANES = call == null ? 0 : widestVectors();
  }

  private final MemorySegment function;
  private final int size;

  private NativeCode(MemorySegment function, int size) {
    this.function = function;
    this.size = size;
  }

  /** The number of bytes of the code with its constants. */
  public int size() {
    return size;
  }

  /** Returns true if this machine can run what {@link Assembler} writes: Linux, x86-64 and AVX2. */
  public static boolean isSupported() {
    return LANES > 0;
  }

  /** The number of floats in the widest vectors that this machine supports: 16, 8 or 0. */
  public static int lanes() {
    return LANES;
  }

  /** Copies code to executable memory, which is freed when the object becomes unreachable. */
  public static NativeCode of(byte[] code) {
    long size = (code.length + 4095L) / 4096 * 4096;
    long start =
        call(
            MAP, MemorySegment.NULL, number(size), number(READ_WRITE), number(PRIVATE_ANONYMOUS),
            -1, 0);
    if (start <= 0) {
      throw new IllegalStateException("no memory of %d bytes for machine code".formatted(size));
    }
    MemorySegment memory =
        number(start).reinterpret(size, Arena.ofAuto(), gone -> call(UNMAP, gone, size));
    MemorySegment.copy(code, 0, memory, ValueLayout.JAVA_BYTE, 0, code.length);
    long failed = call(PROTECT, memory, number(size), number(READ_EXECUTE), number(0), 0, 0);
    if ((int) failed != 0) {
      throw new IllegalStateException("this system does not let memory be made executable");
    }
    return new NativeCode(memory, code.length);
  }

  /** Runs the code and returns RAX. */
  public long run(MemorySegment a, MemorySegment b) {
    return call(function, a, b, MemorySegment.NULL, MemorySegment.NULL, 0, 0);
  }

  /** Runs the code and returns RAX. */
  public long run(
      MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d, long e, long f) {
    return call(function, a, b, c, d, e, f);
  }

  private static @Nullable MethodHandle connect(FunctionDescriptor function) {
    if (!System.getProperty("os.arch").equals("amd64")
        || !System.getProperty("os.name").equals("Linux")) {
      return null;
    }
    try {
      return Linker.nativeLinker().downcallHandle(function, Linker.Option.critical(true));
    } catch (IllegalCallerException e) {
      // Java was started with native access denied.
      return null;
    }
  }

  private static MemorySegment systemFunction(String name) {
    return Linker.nativeLinker().defaultLookup().findOrThrow(name);
  }

  private static MemorySegment number(long value) {
    return MemorySegment.ofAddress(value);
  }

  private static void call(MemorySegment function, MemorySegment a, long size) {
    call(function, a.isNative() ? a : MemorySegment.NULL, number(size), number(0), number(0), 0, 0);
  }

  private static long call(
      MemorySegment function,
      MemorySegment a,
      MemorySegment b,
      MemorySegment c,
      MemorySegment d,
      long e,
      long f) {
    try {
      return (long) CALL.invokeExact(function, a, b, c, d, e, f);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /**
   * Asks the processor for its features, and whether the system saves the registers (CPUID,
   * XGETBV). The property {@code jackdaw.lanes} can reduce the result.
   */
  private static int widestVectors() {
    byte[] identify = {
      // mov r8, rbx; mov eax, edi; xor ecx, ecx; cpuid
      0x49, (byte) 0x89, (byte) 0xd8, (byte) 0x89, (byte) 0xf8, 0x31, (byte) 0xc9, 0x0f,
      (byte) 0xa2,
      // mov eax, ebx; shl rcx, 32; or rax, rcx; mov rbx, r8; ret
      (byte) 0x89, (byte) 0xd8, 0x48, (byte) 0xc1, (byte) 0xe1, 32, 0x48, 0x09, (byte) 0xc8, 0x4c,
      (byte) 0x89, (byte) 0xc3, (byte) 0xc3};
    byte[] systemKeeps = {
      // xor ecx, ecx; xgetbv; ret
      0x31, (byte) 0xc9, 0x0f, 0x01, (byte) 0xd0, (byte) 0xc3};
    int most = Integer.getInteger(LANES_PROPERTY, Avx512Assembler.LANES);
    try {
      NativeCode processor = of(identify);
      long basic = processor.run(number(1), MemorySegment.NULL);
      boolean fma = (basic >> 44 & 1) != 0;
      boolean saves = (basic >> 59 & 1) != 0;
      if (!fma || !saves) {
        return 0;
      }
      long more = processor.run(number(7), MemorySegment.NULL);
      boolean avx2 = (more >> 5 & 1) != 0;
      boolean avx512f = (more >> 16 & 1) != 0;
      long kept = of(systemKeeps).run(MemorySegment.NULL, MemorySegment.NULL);
      if (avx512f && (kept & 0xe6) == 0xe6 && most >= Avx512Assembler.LANES) {
        return Avx512Assembler.LANES;
      }
      return avx2 && (kept & 0x06) == 0x06 && most >= Avx2Assembler.LANES ? Avx2Assembler.LANES : 0;
    } catch (IllegalStateException e) {
      return 0;
    }
  }
}
