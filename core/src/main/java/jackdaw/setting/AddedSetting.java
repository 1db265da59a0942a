package jackdaw.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A setting that a later version added to a settings record. A run that was kept before it existed
 * has no line for it in its {@code config.yaml} and means its default, so that the default has to
 * be what was done before. Settings without this mark have to be there.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface AddedSetting {}
