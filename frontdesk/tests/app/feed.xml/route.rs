pub(crate) use crate::answers::feed as get;
