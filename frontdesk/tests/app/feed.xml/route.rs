pub(crate) use crate::app_dir::responses::feed as get;
